/** Small inputs are done before anybody asks. */
const FIRST_AFTER_MS = 1_000;
const TERMINAL_EVERY_MS = 200;
const LINE_EVERY_MS = 10_000;
const MEGABYTE = 1e6;

export interface ProgressOptions {
  /** Bytes of the whole input, where they are known. */
  readonly total: number | undefined;
  readonly isTTY: boolean;
  readonly write: (text: string) => void;
  readonly nowMs: () => number;
}

/** Says how far a long input has been read: on a terminal in one line that is rewritten, else in a line now and then. */
export class Progress {
  readonly #options: ProgressOptions;
  readonly #startMs: number;
  #nextMs: number;
  #shown = false;

  constructor(options: ProgressOptions) {
    this.#options = options;
    this.#startMs = options.nowMs();
    this.#nextMs = this.#startMs + FIRST_AFTER_MS;
  }

  report(bytes: number): void {
    const { isTTY, nowMs, write } = this.#options;
    const now = nowMs();
    if (now < this.#nextMs) return;
    this.#nextMs = now + (isTTY ? TERMINAL_EVERY_MS : LINE_EVERY_MS);
    this.#shown = isTTY;
    const line = this.#line(bytes, now);
    write(isTTY ? `\r\u{1b}[K${line}` : `${line}\n`);
  }

  /** Takes the line away. */
  end(): void {
    if (this.#shown) this.#options.write("\r\u{1b}[K");
  }

  #line(bytes: number, now: number): string {
    const { total } = this.#options;
    const read = `${(bytes / MEGABYTE).toFixed(0)} MB`;
    const speed = `${(bytes / MEGABYTE / ((now - this.#startMs) / 1000)).toFixed(0)} MB/s`;
    if (total === undefined || total === 0) return `sanitize: ${read}, ${speed}`;
    return `sanitize: ${read} of ${(total / MEGABYTE).toFixed(0)} MB (${Math.floor((100 * bytes) / total)} %), ${speed}`;
  }
}
