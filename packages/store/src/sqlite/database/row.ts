import type { SQLOutputValue } from "node:sqlite";

/** One row as node:sqlite gives it. */
export type Row = Readonly<Record<string, SQLOutputValue>>;

const wrongType = (column: string, expected: string, value: SQLOutputValue | undefined): TypeError =>
  new TypeError(`column ${column}: expected ${expected}, found ${value === null ? "null" : typeof value}`);

export function numberOf(row: Row, column: string): number {
  const value = row[column];
  if (typeof value === "number") return value;
  throw wrongType(column, "a number", value);
}

export function textOf(row: Row, column: string): string {
  const value = row[column];
  if (typeof value === "string") return value;
  throw wrongType(column, "text", value);
}

export function optionalNumberOf(row: Row, column: string): number | undefined {
  return row[column] === null ? undefined : numberOf(row, column);
}
