/**
 * Aggregates as JSON text: keys in one order, so that equal values are equal texts, and without the fields that the row
 * keeps as numbers of dimension tables.
 */
export function aggregateJson(aggregate: object, omitted: ReadonlySet<string>): string {
  const entries = Object.entries(aggregate).filter(([key, value]) => value !== undefined && !omitted.has(key));
  return JSON.stringify(Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1))));
}

/** The one place where stored text becomes a typed aggregate again: this package wrote it from that type. */
export function parseAggregate<T>(text: string, omitted?: Partial<T>): T {
  const parsed: T = JSON.parse(text);
  return omitted === undefined ? parsed : { ...parsed, ...omitted };
}
