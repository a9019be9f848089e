import type { BenchResult, Figure } from "./contract.ts";
import { meetsTarget } from "./contract.ts";

type Row = readonly [name: string, value: string, unit: string, target: string, verdict: string];

const HEAD: Row = ["figure", "value", "unit", "target", ""];

/** One table of all figures, a heading for each bench, and a last line that counts the targets. */
export function formatResults(results: readonly BenchResult[]): string {
  const rows = results.flatMap((result) => (result.kind === "measured" ? result.figures.map(rowOf) : []));
  const widths = HEAD.map((head, column) => Math.max(head.length, ...rows.map((row) => (row[column] ?? "").length)));
  const lines = [lineOf(HEAD, widths), widths.map((width) => "-".repeat(width)).join("  ")];
  for (const result of results) {
    if (result.kind === "failed") {
      lines.push("", result.file, `  FAILED: ${result.reason}`);
    } else {
      lines.push(
        "",
        `${result.name} (${result.file})`,
        ...result.figures.map((figure) => lineOf(rowOf(figure), widths)),
      );
    }
  }
  return [...lines, "", countLine(results)].join("\n");
}

function rowOf(figure: Figure): Row {
  const met = meetsTarget(figure);
  const verdict = met === undefined ? "" : met ? "met" : "MISSED";
  return [figure.name, formatValue(figure.value), figure.unit, figure.target ?? "", verdict];
}

/** Three significant digits, but whole numbers from 100 on: more would pretend a precision that no run has. */
export function formatValue(value: number): string {
  const rounded = Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
  return rounded.toLocaleString("en-US", { maximumFractionDigits: 6 });
}

function lineOf(row: Row, widths: readonly number[]): string {
  const cells = row.map((cell, column) => {
    const width = widths[column] ?? 0;
    return column === 1 ? cell.padStart(width) : cell.padEnd(width);
  });
  return cells.join("  ").trimEnd();
}

function countLine(results: readonly BenchResult[]): string {
  const verdicts = results.flatMap((result) => (result.kind === "measured" ? result.figures.map(meetsTarget) : []));
  const failed = results.filter((result) => result.kind === "failed").length;
  const count = (wanted: boolean): number => verdicts.filter((verdict) => verdict === wanted).length;
  return `targets: ${count(true)} met, ${count(false)} missed; benches that failed: ${failed}`;
}
