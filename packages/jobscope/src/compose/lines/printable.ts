import { stripVTControlCharacters } from "node:util";

const MAX_LENGTH = 200;

/** Text from others must neither move the cursor, break the line, nor fill the screen. */
export function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex
  const line = stripVTControlCharacters(text).replaceAll(/[\u0000-\u001f\u007f-\u009f]+/g, " ");
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH).toWellFormed()}…` : line;
}
