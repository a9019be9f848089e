import { printable } from "../../compose/lines/printable.ts";

/** Columns under their names, two spaces apart; what came from others cannot move the cursor. */
export function textTable(names: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [names, ...rows.map((row) => row.map(printable))];
  const widths = names.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "))
    .map((line) => `${line.trimEnd()}\n`)
    .join("");
}
