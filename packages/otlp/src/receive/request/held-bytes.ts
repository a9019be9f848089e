/** Charged for every request beside its body, so that very many tiny ones are bounded too. */
const requestOverheadBytes = 1024;

/** How many bytes all requests together hold, from their first byte until their outcome is known. */
export class HeldBytes {
  readonly #max: number;
  #held = 0;

  constructor(max: number) {
    this.#max = max;
  }

  /** A request's share; `undefined` where there is no room for another request. */
  open(): HeldShare | undefined {
    return this.#take(requestOverheadBytes)
      ? new HeldShare((bytes) => this.#take(bytes), requestOverheadBytes)
      : undefined;
  }

  /** Takes what fits; gives back what is negative. */
  #take(bytes: number): boolean {
    if (bytes > 0 && this.#held + bytes > this.#max) return false;
    this.#held += bytes;
    return true;
  }
}

export class HeldShare {
  readonly #take: (bytes: number) => boolean;
  #bytes: number;

  constructor(take: (bytes: number) => boolean, bytes: number) {
    this.#take = take;
    this.#bytes = bytes;
  }

  /** `false` where the receiver holds too much already. */
  grow(bytes: number): boolean {
    if (!this.#take(bytes)) return false;
    this.#bytes += bytes;
    return true;
  }

  /** May be called more than once. */
  release(): void {
    this.#take(-this.#bytes);
    this.#bytes = 0;
  }
}
