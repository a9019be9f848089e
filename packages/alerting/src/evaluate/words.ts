const UNITS = [
  { ms: 86_400_000, name: "d" },
  { ms: 3_600_000, name: "h" },
  { ms: 60_000, name: "min" },
  { ms: 1000, name: "s" },
] as const;

/** A length of time in its two largest units: `2 h 5 min`, `850 ms`. */
export function lengthOf(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const index = UNITS.findIndex((unit) => ms >= unit.ms);
  const unit = UNITS[index];
  const next = UNITS[index + 1];
  if (unit === undefined) return `${Math.round(ms)} ms`;
  if (next === undefined) return `${Number((ms / unit.ms).toFixed(1))} s`;
  const whole = Math.floor(ms / unit.ms);
  const rest = Math.floor((ms - whole * unit.ms) / next.ms);
  return rest === 0 ? `${whole} ${unit.name}` : `${whole} ${unit.name} ${rest} ${next.name}`;
}

/** Furthest from the epoch that a date can be. */
const MAX_DATE_MS = 8.64e15;

/** An instant for people, in UTC to the second. A sender may tell a time that is none. */
export function instantOf(ms: number): string {
  if (!(Math.abs(ms) <= MAX_DATE_MS)) return "a time that is none";
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, "Z");
}

/** At most six digits: a person reads it. */
export function numberText(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
}

export const percentOf = (share: number): string => `${Number((share * 100).toFixed(1))} %`;

export const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** Runs of foreign senders may have no id worth telling. */
export const runOf = (runId: string | undefined): string =>
  runId === undefined || runId === "" ? "a run" : `run ${runId}`;

export const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** The first `max` names, and how many more there are. */
export function namesOf(names: readonly string[], max: number): string {
  const more = names.length - max;
  return more <= 0 ? names.join(", ") : `${names.slice(0, max).join(", ")} and ${more} more`;
}
