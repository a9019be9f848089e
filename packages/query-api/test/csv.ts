/** Reads RFC 4180 as its grammar says, by other means than it is written with. */
export function parseCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    let cell = "";
    if (text[at] === '"') {
      for (at++; !(text[at] === '"' && text[at + 1] !== '"'); at++) {
        if (at >= text.length) throw new Error("A quoted cell has no end.");
        if (text[at] === '"') at++;
        cell += text[at];
      }
      at++;
    } else {
      while (at < text.length && text[at] !== "," && !text.startsWith("\r\n", at)) {
        if (text[at] === '"' || text[at] === "\n" || text[at] === "\r")
          throw new Error(`A cell is not quoted at ${at}.`);
        cell += text[at++];
      }
    }
    row.push(cell);
    if (text[at] === ",") at++;
    else if (text.startsWith("\r\n", at)) {
      at += 2;
      rows.push(row);
      row = [];
    } else throw new Error(`A cell ends with neither a comma nor a line break at ${at}.`);
  }
  if (row.length > 0) throw new Error("The last line has no end.");
  return rows;
}
