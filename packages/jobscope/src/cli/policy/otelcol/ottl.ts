/** A text as OTTL writes it, inside a file in which the collector replaces `$`. */
export function ottlText(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

/** The collector expands `${env:X}` and `$X` in every value of its configuration; `$$` is a `$`. */
export const configText = (text: string): string => text.replaceAll("$", "$$$$");

export const ottlList = (texts: Iterable<string>): string => `[${[...texts].map(ottlText).join(", ")}]`;
