const DATE = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** An instant in ISO 8601 with its zone, or a date, which is its midnight in UTC. Epoch milliseconds; undefined: neither. */
export function parseInstant(text: string): number | undefined {
  const value = DATE.test(text) || INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isFinite(value) && isRealDate(text) ? value : undefined;
}

/** `Date.parse` takes 2026-02-30 for the 2nd of March. */
function isRealDate(iso: string): boolean {
  const day = iso.slice(0, 10);
  return new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) === day;
}
