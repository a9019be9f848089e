/** Every list of the API. */
export interface List<T> {
  readonly items: readonly T[];
  /** Give it back as `cursor` for the next page; null on the last one. */
  readonly next_cursor: string | null;
}
