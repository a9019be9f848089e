interface Entry {
  readonly key: string;
  readonly atMs: number;
}

/**
 * Deadlines by key on one time line, earliest first. A deadline is a number, so it may lie years away. Replacing or
 * cancelling one leaves its old entry behind, which is dropped when it comes up, or when such entries outnumber the rest.
 */
export class DeadlineHeap {
  readonly #heap: Entry[] = [];
  readonly #current = new Map<string, number>();

  get size(): number {
    return this.#current.size;
  }

  /** Entries kept, outdated ones included; for tests of the bound. */
  get entries(): number {
    return this.#heap.length;
  }

  set(key: string, atMs: number): void {
    if (this.#current.get(key) === atMs) return;
    this.#current.set(key, atMs);
    this.#push({ key, atMs });
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
      if (this.#current.get(top.key) === top.atMs) return;
      this.#pop();
    }
  }

  #compact(): void {
    const kept = [...this.#current].map(([key, atMs]) => ({ key, atMs })).toSorted((a, b) => a.atMs - b.atMs);
    this.#heap.length = 0;
    // A sorted array is a heap.
    for (const entry of kept) this.#heap.push(entry);
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push(entry);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || above.atMs <= entry.atMs) break;
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
      const child = this.#lesserChild(index);
      const below = heap[child];
      if (below === undefined || below.atMs >= last.atMs) break;
      heap[index] = below;
      index = child;
    }
    heap[index] = last;
  }

  #lesserChild(index: number): number {
    const left = 2 * index + 1;
    const l = this.#heap[left];
    const r = this.#heap[left + 1];
    return l !== undefined && r !== undefined && r.atMs < l.atMs ? left + 1 : left;
  }
}
