/** An instant as part of a file name, on every file system: `2026-11-25T12-00-00Z`. */
export function fileStamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replaceAll(":", "-")}Z`;
}
