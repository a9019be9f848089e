export interface SummedLinesOptions {
  /** One line in this time at most, milliseconds. */
  readonly everyMs: number;
  readonly warn: (line: string) => void;
  /** The line for what was noted since the last one. `last`: the newest of them. */
  readonly sumUp: (more: number, last: string) => string;
}

/** Tells of the first at once, and sums up those of each pause after it: what goes wrong repeats itself. */
export class SummedLines {
  readonly #options: SummedLinesOptions;
  #more = 0;
  #last = "";
  #quiet: NodeJS.Timeout | undefined;

  constructor(options: SummedLinesOptions) {
    this.#options = options;
  }

  /** `line`: for the first one. `short`: how the sum names it, where it is the last of several. */
  note(line: string, short: string): void {
    if (this.#quiet === undefined) {
      this.#options.warn(line);
      this.#pause();
      return;
    }
    this.#more++;
    this.#last = short;
  }

  #pause(): void {
    // It must not keep a process alive that has nothing else to do.
    this.#quiet = setTimeout(() => this.#sumUp(), this.#options.everyMs).unref();
  }

  #sumUp(): void {
    this.#quiet = undefined;
    if (this.#more === 0) return;
    this.#options.warn(this.#options.sumUp(this.#more, this.#last));
    this.#more = 0;
    this.#pause();
  }
}
