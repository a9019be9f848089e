import type { AdminPort } from "@jobscope/query-api";
import type { StoredKey, StoreReader } from "@jobscope/store";

/** How often it is looked whether another process, such as the command line, changed a key, milliseconds. */
const LOOK_EVERY_MS = 2_000;
/** How often the use of keys is written down, milliseconds. */
const REPORT_EVERY_MS = 60_000;

export interface KeyRegistryOptions {
  readonly reader: Pick<StoreReader, "keys" | "keysVersion">;
  readonly admin: AdminPort;
  /** Wall clock, epoch milliseconds. */
  readonly nowMs: () => number;
}

/** The keys as they are stored, revoked and expired ones included: whoever finds one looks at that. */
export interface Keys {
  /** The newest key that begins with `prefix`. */
  find(prefix: string): StoredKey | undefined;
  /** Newest first. */
  all(): readonly StoredKey[];
  /** Notes that a key was used just now. */
  used(id: string): void;
}

/**
 * The keys in the memory of the thread that answers requests. They are read again when their version in the store has
 * moved, which is asked for every 2 s and after each write through the API; while the store cannot be asked, those that
 * were known last count.
 */
export class KeyRegistry implements Keys {
  readonly #options: KeyRegistryOptions;
  readonly #uses = new Map<string, number>();
  #version = Number.NaN;
  #keys: readonly StoredKey[] = [];
  #byPrefix: ReadonlyMap<string, StoredKey> = new Map();
  #reading: Promise<void> | undefined;
  #timers: readonly NodeJS.Timeout[] = [];

  constructor(options: KeyRegistryOptions) {
    this.#options = options;
  }

  /** Reads the keys for the first time. Rejects where the store cannot be asked. */
  async start(): Promise<void> {
    await this.refresh();
    const look = setInterval(() => void this.refresh().catch(() => {}), LOOK_EVERY_MS);
    const report = setInterval(() => void this.report(), REPORT_EVERY_MS);
    this.#timers = [look.unref(), report.unref()];
  }

  /** Call it while the core still runs: what was used lately is written down. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers = [];
    await this.report();
  }

  find(prefix: string): StoredKey | undefined {
    return this.#byPrefix.get(prefix);
  }

  all(): readonly StoredKey[] {
    return this.#keys;
  }

  used(id: string): void {
    this.#uses.set(id, this.#options.nowMs());
  }

  /** Resolves once what was stored when it was called counts. */
  async refresh(): Promise<void> {
    // One that is under way may have asked before the change that this one is for.
    await this.#reading?.catch(() => {});
    this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
    await this.#reading;
  }

  /** Writes down which keys were used. What cannot be written now is written next time. */
  async report(): Promise<void> {
    const uses = Array.from(this.#uses, ([id, atMs]) => ({ id, atMs }));
    if (uses.length === 0) return;
    this.#uses.clear();
    try {
      await this.#options.admin.command({ kind: "key_uses", uses });
    } catch {
      for (const { id, atMs } of uses) this.#uses.set(id, Math.max(atMs, this.#uses.get(id) ?? 0));
    }
  }

  async #read(): Promise<void> {
    const { reader } = this.#options;
    const version = await reader.keysVersion();
    if (version === this.#version) return;
    const keys = await reader.keys();
    // A key that was changed between the two questions is read again next time.
    this.#version = version;
    this.#keys = keys;
    this.#byPrefix = new Map(keys.toReversed().map((key) => [key.prefix, key]));
  }
}

/** `admin`, where a key that was written counts before the command is answered. */
export function refreshingKeys(admin: AdminPort, registry: Pick<KeyRegistry, "refresh">): AdminPort {
  return {
    command: async (command) => {
      const result = await admin.command(command);
      // The key is stored; where it cannot be read just now, the next look finds it.
      if (command.kind === "write_key") await registry.refresh().catch(() => {});
      return result;
    },
  };
}
