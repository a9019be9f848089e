import type { StoreContents } from "@jobscope/store";

/** `12.3 MB, 1000 runs, 1000 slots, 10 logs` */
export function contentsText({ bytes, rows }: StoreContents): string {
  const counts = Object.entries(rows)
    .filter(([, count]) => count > 0)
    .map(([table, count]) => `${count} ${table.replaceAll("_", " ")}`);
  return [megabytes(bytes), ...counts].join(", ");
}

export function megabytes(bytes: number): string {
  return bytes < 1e10 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
