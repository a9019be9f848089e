/** Instants in ascending order, equal ones included: how many lie in a window is found without a look at each. */
export class TimeLine {
  #times: number[] = [];
  #head = 0;

  get size(): number {
    return this.#times.length - this.#head;
  }

  get newestMs(): number | undefined {
    return this.size === 0 ? undefined : this.#times.at(-1);
  }

  /** Late ones find their place. */
  add(atMs: number): void {
    const newest = this.newestMs;
    if (newest === undefined || newest <= atMs) this.#times.push(atMs);
    else this.#times.splice(this.#after(atMs), 0, atMs);
  }

  /** Takes one back; does nothing where there is none of that time. */
  remove(atMs: number): boolean {
    const index = this.#after(atMs) - 1;
    if (index < this.#head || this.#times[index] !== atMs) return false;
    this.#times.splice(index, 1);
    return true;
  }

  /** How many lie in (atMs − windowMs, atMs]. */
  countIn(atMs: number, windowMs: number): number {
    return this.#after(atMs) - this.#after(atMs - windowMs);
  }

  /** The newest one in (atMs − windowMs, atMs]. */
  newestIn(atMs: number, windowMs: number): number | undefined {
    return this.#at(this.#after(atMs) - 1, atMs - windowMs, atMs);
  }

  oldestIn(atMs: number, windowMs: number): number | undefined {
    return this.#at(this.#after(atMs - windowMs), atMs - windowMs, atMs);
  }

  #at(index: number, afterMs: number, untilMs: number): number | undefined {
    const found = index < this.#head ? undefined : this.#times[index];
    return found !== undefined && found > afterMs && found <= untilMs ? found : undefined;
  }

  /** Forgets what is not younger than `untilMs`, and the oldest beyond `max`. */
  trim(untilMs: number, max: number): void {
    this.#head = Math.max(this.#after(untilMs), this.#times.length - max, this.#head);
    // Moving the rest each time would cost as much as a scan.
    if (this.#head < 64 || this.#head * 2 < this.#times.length) return;
    this.#times = this.#times.slice(this.#head);
    this.#head = 0;
  }

  /** Index of the first one later than `atMs`. */
  #after(atMs: number): number {
    let low = this.#head;
    let high = this.#times.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#times[middle] ?? 0) <= atMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
