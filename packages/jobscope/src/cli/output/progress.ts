/** Small work is done before anybody asks. */
const FIRST_AFTER_MS = 1_000;
const TERMINAL_EVERY_MS = 200;
const LINE_EVERY_MS = 10_000;
const BAR_CELLS = 20;
const DEFAULT_COLUMNS = 80;

export interface ProgressOptions {
  /** What is being done: `sanitize`. */
  readonly label: string;
  /** What is counted: `bytes`, shown in MB, or a plural such as `rows`. */
  readonly unit: string;
  /** The whole, where it is known. */
  readonly total: number | undefined;
  readonly isTTY: boolean;
  /** Where there is no terminal: whether to write a line now and then; default false, nothing. */
  readonly lines?: boolean;
  /** Width of the terminal; default 80. */
  readonly columns?: number | undefined;
  readonly write: (text: string) => void;
  readonly nowMs: () => number;
}

/** Says how far long work is, with its rate and the time that is left: on a terminal in one line that is rewritten. */
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

  /** Cheap to call often. */
  report(done: number): void {
    const { isTTY, lines = false, nowMs, write } = this.#options;
    const now = nowMs();
    if (now < this.#nextMs || (!isTTY && !lines)) return;
    this.#nextMs = now + (isTTY ? TERMINAL_EVERY_MS : LINE_EVERY_MS);
    this.#shown = isTTY;
    const seconds = Math.max(0.001, (now - this.#startMs) / 1000);
    write(isTTY ? `\r\u{1b}[K${this.#line(done, seconds)}` : `${this.#text(done, seconds)}\n`);
  }

  /** Takes the line away. */
  end(): void {
    if (this.#shown) this.#options.write("\r\u{1b}[K");
    this.#shown = false;
  }

  /** A line that wraps could not be rewritten. */
  #line(done: number, seconds: number): string {
    const { total, label, columns = DEFAULT_COLUMNS } = this.#options;
    const text = this.#text(done, seconds);
    if (!isWithin(done, total)) return text.slice(0, columns - 1);
    const cells = Math.floor((BAR_CELLS * done) / total);
    const bar = `[${"#".repeat(cells)}${"-".repeat(BAR_CELLS - cells)}]`;
    return `${label}: ${bar} ${text.slice(label.length + 2)}`.slice(0, columns - 1);
  }

  #text(done: number, seconds: number): string {
    const { total, label, unit } = this.#options;
    const rate = done / seconds;
    const speed = `${amount(rate, unit)}/s`;
    if (!isWithin(done, total)) return `${label}: ${amount(done, unit)}, ${speed}`;
    const percent = Math.floor((100 * done) / total);
    const left = rate > 0 && done < total ? `, ${duration((total - done) / rate)} left` : "";
    return `${label}: ${amount(done, unit).split(" ", 1)[0]} of ${amount(total, unit)} (${percent} %), ${speed}${left}`;
  }
}

/** The progress of a command on standard error; nothing where that is no terminal. */
export function terminalProgress(of: Pick<ProgressOptions, "label" | "unit" | "total">): Progress {
  const { stderr } = process;
  return new Progress({
    ...of,
    isTTY: stderr.isTTY,
    columns: stderr.columns,
    write: (text) => void stderr.write(text),
    nowMs: () => performance.now(),
  });
}

/** What grows while it is done may become more than it was: then there is no telling what is left. */
function isWithin(done: number, total: number | undefined): total is number {
  return total !== undefined && total > 0 && done <= total;
}

function amount(count: number, unit: string): string {
  return unit === "bytes" ? `${(count / 1e6).toFixed(0)} MB` : `${count.toFixed(0)} ${unit}`;
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
