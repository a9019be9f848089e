import type { Sanitizer, ValueResult } from "@jobscope/sanitizer";

/** What became of a line, or of some. */
export interface CleanText extends Pick<ValueResult, "findings" | "dropped"> {
  /** The text as it was, where nothing was found. */
  readonly text: string;
}

/**
 * A line that is one JSON object, judged as the record that it is, by keys and values. What changes is written as compact JSON.
 * Undefined where the line is anything else.
 */
export function cleanJsonLine(line: string, sanitizer: Pick<Sanitizer, "sanitize">): CleanText | undefined {
  const record = parseRecord(line);
  if (record === undefined) return undefined;
  const { value, findings, dropped } = sanitizer.sanitize(record);
  if (dropped) return { text: "", findings, dropped };
  const json = write(value);
  // Of two members of one name only the last was seen; the line as it stands would let the first one pass.
  const same = json === write(record) && membersIn(line) === membersOf(record);
  return { text: same ? line : json + (/\r?\n$/.exec(line)?.[0] ?? ""), findings, dropped };
}

function parseRecord(line: string): object | undefined {
  if (!/^\s*\{/.test(line)) return undefined;
  try {
    const value: unknown = JSON.parse(line, exact);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Ids of more than 53 bits keep all of their digits. */
function exact(_: string, value: unknown, { source }: { readonly source?: string } = {}): unknown {
  const isLong = typeof value === "number" && !Number.isSafeInteger(value) && /^-?\d+$/.test(source ?? "");
  return isLong ? BigInt(source ?? 0) : value;
}

const write = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) => (typeof inner === "bigint" ? raw(String(inner)) : inner));

/** Of ES2026, and in Node.js 24; the types do not know it yet. */
const { rawJSON: raw } = JSON as typeof JSON & { readonly rawJSON: (text: string) => unknown };

/** Colons outside of strings: JSON has one for each member. */
function membersIn(line: string): number {
  let count = 0;
  let inString = false;
  for (let at = 0; at < line.length; at++) {
    const character = line[at];
    if (character === '"') inString = !inString;
    else if (inString && character === "\\") at++;
    else if (!inString && character === ":") count++;
  }
  return count;
}

function membersOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const inner: readonly unknown[] = Object.values(value);
  return inner.reduce((sum: number, each) => sum + membersOf(each), Array.isArray(value) ? 0 : inner.length);
}
