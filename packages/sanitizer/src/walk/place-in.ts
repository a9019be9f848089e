/** Sets an own property of a plain object, whatever its name: `__proto__` is one key among others here. */
export function placeIn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== "__proto__") target[key] = value;
  else Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Gives names that are not taken: two secrets used as keys are masked alike, and stay two. */
export class FreeNames {
  readonly #isTaken: (name: string) => boolean;
  /** The number to try next: many keys masked alike are not counted through again for each of them. */
  readonly #next = new Map<string, number>();

  constructor(isTaken: (name: string) => boolean) {
    this.#isTaken = isTaken;
  }

  /** The name, or the name with a number where it is taken. */
  of(name: string): string {
    let free = name;
    let number = this.#next.get(name) ?? 2;
    while (this.#isTaken(free)) free = `${name}#${number++}`;
    this.#next.set(name, number);
    return free;
  }
}
