/** A request that was being worked on at this many deaths of the core is refused for good. */
const DEATHS_TO_REFUSE = 3;
/** Requests remembered; the oldest are forgotten first. */
const MAX_SUSPECTS = 1_000;

export type SuspectVerdict =
  /** Nothing is known against it. */
  | "clear"
  /** It may go, as the only suspect on its way. */
  | "alone"
  /** Another suspect is on its way: come again. */
  | "wait"
  /** It ended the core each time it was tried. */
  | "refused";

/**
 * Finds the request that ends the core worker (out of memory, a loop without end), which no rollback can deal with:
 * sent again and again it would keep the monitor down. Requests are known by the hash of their bytes, the same for each
 * resend. All that were on their way at a death are suspects; suspects go one at a time, so that the next death tells.
 */
export class CrashSuspects {
  readonly #deaths = new Map<string, number>();
  #onTheWay: string | undefined;

  judge(hash: string): SuspectVerdict {
    const deaths = this.#deaths.get(hash);
    if (deaths === undefined) return "clear";
    if (deaths >= DEATHS_TO_REFUSE) return "refused";
    if (this.#onTheWay !== undefined) return "wait";
    this.#onTheWay = hash;
    return "alone";
  }

  /** The core answered it and lives. */
  answered(hash: string): void {
    this.#deaths.delete(hash);
    this.released(hash);
  }

  /** It did not go after all. */
  released(hash: string): void {
    if (this.#onTheWay === hash) this.#onTheWay = undefined;
  }

  /** The core died with these on their way. */
  died(hashes: Iterable<string>): void {
    this.#onTheWay = undefined;
    for (const hash of hashes) {
      const deaths = this.#deaths.get(hash) ?? 0;
      this.#deaths.delete(hash);
      this.#deaths.set(hash, deaths + 1);
    }
    for (const oldest of this.#deaths.keys()) {
      if (this.#deaths.size <= MAX_SUSPECTS) break;
      this.#deaths.delete(oldest);
    }
  }
}
