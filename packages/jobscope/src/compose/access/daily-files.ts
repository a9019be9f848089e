import { mkdir, open, readdir, stat, unlink } from "node:fs/promises";
import { join } from "node:path";

const DAY_MS = 86_400_000;
/** Sizes between which one file is: a twentieth of what all may take. */
const FILE_BYTES = { least: 65_536, most: 52_428_800 } as const;

export interface DailyFilesOptions {
  /** Made with mode 0700 where it is missing. */
  readonly folder: string;
  /** `access` for `access-2026-11-25.log`, then `access-2026-11-25.1.log`. */
  readonly name: string;
  /** Days that a file is kept, today included. */
  readonly days: number;
  /** Bytes of all files together. */
  readonly maxBytes: number;
}

interface LogFile {
  readonly file: string;
  /** `2026-11-25` */
  readonly day: string;
  readonly part: number;
}

/**
 * Appends to files by day (UTC), each bounded in size, with the oldest deleted by age and before all of them together grow
 * too large. Nothing is kept open between two writes, so that a folder that was deleted is simply made again.
 */
export class DailyFiles {
  readonly #options: DailyFilesOptions;
  readonly #fileBytes: number;
  #current: { readonly day: string; readonly part: number } | undefined;

  constructor(options: DailyFilesOptions) {
    this.#options = options;
    this.#fileBytes = Math.min(Math.max(options.maxBytes / 20, FILE_BYTES.least), FILE_BYTES.most);
  }

  /** Rejects where it cannot be written; a part of it may be there then. */
  async append(text: string, nowMs: number): Promise<void> {
    const { folder } = this.#options;
    await makeFolder(folder);
    const day = dayOf(nowMs);
    if (this.#current?.day !== day) {
      const parts = (await this.#list()).filter((one) => one.day === day).map(({ part }) => part);
      await this.#begin({ day, part: Math.max(0, ...parts) }, nowMs);
    }
    if (await this.#write(text)) await this.#begin({ day, part: (this.#current?.part ?? 0) + 1 }, nowMs);
  }

  /** True where the file is full by now. */
  async #write(text: string): Promise<boolean> {
    const handle = await open(this.#path(), "a", 0o600);
    try {
      await handle.appendFile(text);
      return (await handle.stat()).size >= this.#fileBytes;
    } finally {
      await handle.close();
    }
  }

  async #begin(next: { readonly day: string; readonly part: number }, nowMs: number): Promise<void> {
    await this.#cleanUp(nowMs);
    this.#current = next;
  }

  /** Leaves room for one more file. */
  async #cleanUp(nowMs: number): Promise<void> {
    const { folder, days, maxBytes } = this.#options;
    const oldestDay = dayOf(nowMs - (days - 1) * DAY_MS);
    const files = await this.#list();
    const sizes = await Promise.all(files.map(({ file }) => sizeOf(join(folder, file))));
    let total = sizes.reduce((sum, bytes) => sum + bytes, 0) + this.#fileBytes;
    for (const [index, { file, day }] of files.entries()) {
      if (day >= oldestDay && total <= maxBytes) return;
      // Oldest first, and only as many as it takes.
      await unlink(join(folder, file)).catch(() => {});
      total -= sizes[index] ?? 0;
    }
  }

  /** Oldest first; files of others in the folder are left alone. */
  async #list(): Promise<readonly LogFile[]> {
    const { folder, name } = this.#options;
    const pattern = /^(?<name>[a-z]+)-(?<day>\d{4}-\d\d-\d\d)(?:\.(?<part>\d{1,9}))?\.log$/;
    const files = (await readdir(folder)).flatMap((file): LogFile[] => {
      const groups = pattern.exec(file)?.groups;
      return groups?.["name"] === name ? [{ file, day: groups["day"] ?? "", part: Number(groups["part"] ?? 0) }] : [];
    });
    return files.toSorted((a, b) => (a.day === b.day ? a.part - b.part : a.day < b.day ? -1 : 1));
  }

  #path(): string {
    const { folder, name } = this.#options;
    const { day = "", part = 0 } = this.#current ?? {};
    return join(folder, `${name}-${day}${part === 0 ? "" : `.${part}`}.log`);
  }
}

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Not what it lies in: a data directory that was deleted must not seem to be there again. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    return 0;
  }
}
