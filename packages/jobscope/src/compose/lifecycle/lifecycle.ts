import { messageOf } from "../../config/error-text.ts";
import type { Part } from "./part.ts";

/** How long one part may take to stop before the next one is stopped anyway, milliseconds. */
export const STOP_STEP_MS = 10_000;

/** What happened to one part, for the log. */
export interface LifecycleEvent {
  readonly kind: "started" | "start_failed" | "stopped" | "stop_failed";
  readonly part: string;
  /** Milliseconds that it took. */
  readonly tookMs: number;
  /** Of a failure, for people. */
  readonly reason?: string;
  /** Of a failed start: nothing starts without it, and the start throws the same reason. */
  readonly isFatal?: boolean;
}

/** What became of a stop: names of parts that threw or did not end in time, with the reason. */
export interface StopReport {
  readonly problems: readonly string[];
}

export interface LifecycleOptions {
  /** Default {@link STOP_STEP_MS}. */
  readonly stepMs?: number;
  readonly onEvent?: (event: LifecycleEvent) => void;
  /** True: the others start without the part that failed; it is among the `failures`. Default: none may fail. */
  readonly tolerates?: (part: Part, error: unknown) => boolean;
}

/** Starts parts in order; stops those that run in reverse, each bounded in time, none skipped because another failed. */
export class Lifecycle {
  readonly #options: LifecycleOptions;
  readonly #running: Part[] = [];
  readonly #failures = new Map<Part, string>();

  constructor(options: LifecycleOptions = {}) {
    this.#options = options;
  }

  /** Why parts could not start. */
  get failures(): ReadonlyMap<Part, string> {
    return this.#failures;
  }

  /** Rejects with what the first part threw whose failure is not tolerated; those before it run then. */
  async start(parts: readonly Part[]): Promise<void> {
    // One after the other: that is the point of an order.
    for (const part of parts) await this.#startOne(part);
  }

  /** Tries those again that could not start. */
  async retry(): Promise<void> {
    for (const part of this.#failures.keys()) await this.#startOne(part);
  }

  async stop(): Promise<StopReport> {
    const problems: string[] = [];
    this.#failures.clear();
    for (let part = this.#running.pop(); part !== undefined; part = this.#running.pop()) {
      const problem = await this.#stopOne(part);
      if (problem !== undefined) problems.push(problem);
    }
    return { problems };
  }

  async #startOne(part: Part): Promise<void> {
    const startedMs = performance.now();
    try {
      await part.start();
    } catch (error) {
      const reason = messageOf(error);
      const isFatal = this.#options.tolerates?.(part, error) !== true;
      // One that is tried again and again fails for the same reason, which is told once.
      if (this.#failures.get(part) !== reason) this.#tell("start_failed", part, { startedMs, reason, isFatal });
      this.#failures.set(part, reason);
      if (isFatal) throw error;
      return;
    }
    this.#failures.delete(part);
    this.#running.push(part);
    this.#tell("started", part, { startedMs });
  }

  async #stopOne(part: Part): Promise<string | undefined> {
    const startedMs = performance.now();
    const problem = await stopWithin(part, this.#options.stepMs ?? STOP_STEP_MS);
    if (problem === undefined) this.#tell("stopped", part, { startedMs });
    else this.#tell("stop_failed", part, { startedMs, reason: problem });
    return problem;
  }

  #tell(
    kind: LifecycleEvent["kind"],
    { name }: Part,
    { startedMs, ...why }: Pick<LifecycleEvent, "reason" | "isFatal"> & { readonly startedMs: number },
  ): void {
    const tookMs = Math.round(performance.now() - startedMs);
    this.#options.onEvent?.({ kind, part: name, tookMs, ...why });
  }
}

async function stopWithin(part: Part, limitMs: number): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`${part.name} did not stop within ${limitMs / 1_000} s`), limitMs);
  });
  const stopped = (async (): Promise<string | undefined> => {
    try {
      await part.stop?.();
      return undefined;
    } catch (error) {
      return `${part.name} failed to stop: ${messageOf(error)}`;
    }
  })();
  try {
    return await Promise.race([stopped, late]);
  } finally {
    clearTimeout(timer);
  }
}
