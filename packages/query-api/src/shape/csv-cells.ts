/** A cell: numbers and truth values as such, nothing as undefined, all else as text. */
export type Cell = string | number | boolean | undefined;

/**
 * What a spreadsheet would take for a formula: it begins with one of its signs, full-width forms included, with or without
 * space before it; or with a tab or a line break, which a spreadsheet drops; or with the very quote that protects.
 */
const FORMULA = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n']/u;

/**
 * A text that stays a text in a spreadsheet: with a quote before it where it needs one. What begins with a quote of its own
 * gets another one, so that taking one off whatever begins with one gives the original back, always.
 */
export function neutralText(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** The cells of one resource in the order of its columns. */
export function csvCells(resource: object, columns: readonly string[]): readonly Cell[] {
  const flat = new Map(flattened(resource));
  return columns.map((column) => cellOf(flat.get(column)));
}

/** Resources within a resource whose keys are columns of their own. */
const INNER: ReadonlySet<string> = new Set(["service", "error"]);

/** Key by key, `service.name` as `service_name`. */
export function flattened(resource: object): readonly (readonly [string, unknown])[] {
  return Object.entries(resource).flatMap(([key, value]) =>
    INNER.has(key) && typeof value === "object" && value !== null
      ? Object.entries(value).map(([inner, innerValue]) => [`${key}_${inner}`, innerValue] as const)
      : [[key, value] as const],
  );
}

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return undefined;
  if (typeof value === "number" || typeof value === "boolean") return value;
  return neutralText(typeof value === "string" ? value : JSON.stringify(value));
}
