interface Entry {
  readonly key: string;
  readonly atMs: number;
  readonly order: number;
}

/**
 * Deadlines by key on one time line, earliest first, and of equal ones the one that was set first. A deadline is a number,
 * so it may lie years away. Replacing or cancelling one leaves its old entry behind, which is dropped when it comes up, or
 * when such entries outnumber the rest.
 */
export class DeadlineHeap {
  #heap: Entry[] = [];
  readonly #current = new Map<string, Entry>();
  #order = 0;

  get size(): number {
    return this.#current.size;
  }

  /** Entries kept, outdated ones included; for tests of the bound. */
  get entries(): number {
    return this.#heap.length;
  }

  set(key: string, atMs: number): void {
    if (this.#current.get(key)?.atMs === atMs) return;
    this.#order += 1;
    const entry = { key, atMs, order: this.#order };
    this.#current.set(key, entry);
    this.#push(entry);
    if (this.#heap.length > 2 * this.#current.size + 64) this.#compact();
  }

  cancel(key: string): void {
    this.#current.delete(key);
    if (this.#current.size === 0) this.#heap.length = 0;
  }

  /** The earliest deadline, or undefined when there is none. */
  peek(): number | undefined {
    this.#dropOutdated();
    return this.#heap[0]?.atMs;
  }

  /** Takes out the earliest key whose deadline is `nowMs` or before. */
  popDue(nowMs: number): string | undefined {
    this.#dropOutdated();
    const top = this.#heap[0];
    if (top === undefined || top.atMs > nowMs) return undefined;
    this.#pop();
    this.#current.delete(top.key);
    return top.key;
  }

  #dropOutdated(): void {
    for (let top = this.#heap[0]; top !== undefined; top = this.#heap[0]) {
      if (this.#current.get(top.key) === top) return;
      this.#pop();
    }
  }

  #compact(): void {
    // A sorted array is a heap.
    this.#heap = [...this.#current.values()].toSorted((a, b) => (before(a, b) ? -1 : 1));
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push(entry);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !before(entry, above)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = entry;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      const child = this.#earlierChild(index);
      const below = heap[child];
      if (below === undefined || !before(below, last)) break;
      heap[index] = below;
      index = child;
    }
    heap[index] = last;
  }

  #earlierChild(index: number): number {
    const left = 2 * index + 1;
    const l = this.#heap[left];
    const r = this.#heap[left + 1];
    return l !== undefined && r !== undefined && before(r, l) ? left + 1 : left;
  }
}

function before(a: Entry, b: Entry): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}
