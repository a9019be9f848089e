/** All together; beyond it everything is looked at anew. */
const MAX_UNWANTED = 100_000;

/** Streams that no selection wants, by their metric: remembered, so that they are not matched with every point. */
export class Unwanted {
  readonly #keys = new Map<object, Set<string>>();
  #size = 0;

  has(metric: object, key: string): boolean {
    return this.#keys.get(metric)?.has(key) === true;
  }

  add(metric: object, key: string): void {
    if (this.#size >= MAX_UNWANTED) {
      this.#keys.clear();
      this.#size = 0;
    }
    const known = this.#keys.get(metric) ?? new Set();
    this.#keys.set(metric, known.add(key));
    this.#size += 1;
  }

  forget(metric: object): void {
    this.#size -= this.#keys.get(metric)?.size ?? 0;
    this.#keys.delete(metric);
  }
}
