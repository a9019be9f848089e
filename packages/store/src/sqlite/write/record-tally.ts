/** Tells equal records of one request apart: the first is number 0, its equals 1, 2, … */
export class RecordTally {
  readonly #seen = new Map<string, number>();

  /** `identity` itself for the first of its kind; with its ordinal appended for each further one. */
  distinguish(identity: string): string {
    const ordinal = this.#seen.get(identity) ?? 0;
    this.#seen.set(identity, ordinal + 1);
    return ordinal === 0 ? identity : `${identity} #${ordinal}`;
  }
}
