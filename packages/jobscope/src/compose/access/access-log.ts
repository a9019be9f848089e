import type { AccessEntry } from "@jobscope/query-api";

import { messageOf } from "../../config/error-text.ts";
import { printable } from "../lines/printable.ts";
import { accessLine } from "./access-line.ts";
import type { DailyFiles } from "./daily-files.ts";

/** Lines wait this long to be written together, milliseconds. */
const WRITE_EVERY_MS = 250;
/** Characters that may wait for a slow disk; lines beyond it are left out and counted. */
const MAX_WAITING = 1_048_576;

export interface AccessLogOptions {
  readonly files: Pick<DailyFiles, "append">;
  /** Wall clock, epoch milliseconds. */
  readonly nowMs: () => number;
  /** Told when writing begins to fail, and when it works again. */
  readonly warn: (line: string) => void;
}

export interface AccessLogStats {
  /** Lines that were not written, since the start. */
  readonly leftOut: number;
  /** Why the last write failed; undefined where it did not. */
  readonly trouble: string | undefined;
}

/** Writes requests to files, together and later: no request waits for the disk, and none fails because of it. */
export class AccessLog {
  readonly #options: AccessLogOptions;
  #lines: string[] = [];
  #waiting = 0;
  #leftOut = 0;
  #trouble: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: AccessLogOptions) {
    this.#options = options;
  }

  get stats(): AccessLogStats {
    return { leftOut: this.#leftOut, trouble: this.#trouble };
  }

  /** Never throws. */
  write(entry: AccessEntry): void {
    const line = accessLine(entry);
    if (this.#waiting + line.length > MAX_WAITING) {
      this.#leftOut++;
      return;
    }
    this.#waiting += line.length;
    this.#lines.push(line);
    this.#timer ??= setTimeout(() => void this.flush(), WRITE_EVERY_MS).unref();
  }

  /** Writes what waits. Never rejects. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async #write(): Promise<void> {
    const lines = this.#lines;
    if (lines.length === 0) return;
    this.#lines = [];
    try {
      // What a failed write left of a line is closed off, so that this one does not continue it.
      const start = this.#trouble === undefined ? "" : "\n";
      await this.#options.files.append(`${start}${lines.join("\n")}\n`, this.#options.nowMs());
      this.#now(undefined);
    } catch (error) {
      this.#leftOut += lines.length;
      this.#now(printable(messageOf(error)));
    } finally {
      // Only now: while the disk is slow they are in memory.
      this.#waiting = this.#lines.reduce((sum, line) => sum + line.length, 0);
    }
  }

  #now(trouble: string | undefined): void {
    const before = this.#trouble;
    this.#trouble = trouble;
    if ((trouble === undefined) === (before === undefined)) return;
    const left = `${this.#leftOut} lines were left out`;
    this.#options.warn(
      trouble === undefined
        ? `access log: it is written again; ${left} since the start`
        : `access log: it cannot be written, requests are answered all the same: ${trouble}`,
    );
  }
}
