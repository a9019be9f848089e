/** `limit` 1–1000. `cursor` is opaque, stable under writes, and only good for the query that gave it. */
export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string;
}
