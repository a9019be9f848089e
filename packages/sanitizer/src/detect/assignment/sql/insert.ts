import type { Anchor, KeyClass, Scan } from "../../../model/detector.ts";
import { GO_ON } from "../../../model/detector.ts";
import { codeAt, isAlphanumeric } from "../../scan/characters.ts";
import type { Claim } from "../judge/claim.ts";
import { foundKind } from "../judge/found-kinds.ts";
import { holdsSecret } from "../judge/holds-secret.ts";
import { LEFT_TO_OTHERS_IN_TEXTS } from "../judge/left-to-others.ts";
import {
  APOSTROPHE,
  BACKSLASH,
  CLOSING_ROUND,
  COMMA,
  NEWLINE,
  OPENING_ROUND,
  QUOTE,
  RETURN,
  UNDERSCORE,
  isBlank,
  tableOf,
} from "../signs.ts";

const LONGEST_TABLE = 128;
const LONGEST_COLUMNS = 1_024;
const LONGEST_ROW = 1_024;
const MOST_ROWS = 10_000;
const MOST_BLANKS = 64;
const DEEPEST = 4;
/** May stand in a table's name and between columns. */
const IN_NAMES = tableOf('._$#`"\\[]');

/** `INSERT INTO users (login, password) VALUES ('bob', '…')`: the value stands as far into its row as its name into theirs. */
function lookAtInsert(scan: Scan, _start: number, end: number): number {
  const { text } = scan;
  const columns = openingOf(text, end);
  if (columns < 0) return GO_ON;
  const sensitive = new Map<number, KeyClass>();
  const closing = readColumns(scan, columns + 1, sensitive);
  if (closing < 0 || sensitive.size === 0) return GO_ON;
  const values = skipSpace(text, closing + 1);
  if (text.slice(values, values + 6).toLowerCase() !== "values") return GO_ON;
  let row = skipSpace(text, values + 6);
  for (let count = 0; count < MOST_ROWS && codeAt(text, row) === OPENING_ROUND; count++) {
    const last = readRow(scan, row + 1, sensitive);
    const comma = last < 0 ? -1 : skipSpace(text, last + 1);
    if (comma < 0 || codeAt(text, comma) !== COMMA) break;
    row = skipSpace(text, comma + 1);
  }
  // What stands before the values is looked at by everybody else.
  return GO_ON;
}

/** The bracket behind the table's name. */
function openingOf(text: string, from: number): number {
  const limit = Math.min(text.length, from + LONGEST_TABLE);
  for (let i = from; i < limit; i++) {
    const code = codeAt(text, i);
    if (code === OPENING_ROUND) return i;
    if (!isSpace(code) && !isInName(code)) return -1;
  }
  return -1;
}

/** Collects the sensitive ones by their place; where the list is closed, or -1 if this is none. */
function readColumns(scan: Scan, from: number, sensitive: Map<number, KeyClass>): number {
  const { text } = scan;
  const limit = Math.min(text.length, from + LONGEST_COLUMNS);
  let column = 0;
  let start = -1;
  for (let i = from; i < limit; i++) {
    const code = codeAt(text, i);
    if (isAlphanumeric(code) || code === UNDERSCORE) {
      if (start < 0) start = i;
      continue;
    }
    if (start >= 0) addColumn(scan, { column, start, end: i }, sensitive);
    start = -1;
    if (code === CLOSING_ROUND) return i;
    if (code === COMMA) column++;
    else if (!isSpace(code) && !isInName(code)) return -1;
  }
  return -1;
}

type Column = Readonly<Record<"column" | "start" | "end", number>>;

function addColumn(scan: Scan, { column, start, end }: Column, sensitive: Map<number, KeyClass>): void {
  const keyClass = scan.keyClass(start, end);
  if (keyClass !== undefined && !LEFT_TO_OTHERS_IN_TEXTS.has(keyClass.kind)) sensitive.set(column, keyClass);
}

/** Reports the sensitive values of one row; where it is closed, or -1. */
function readRow(scan: Scan, from: number, sensitive: ReadonlyMap<number, KeyClass>): number {
  const { text } = scan;
  const limit = Math.min(text.length, from + LONGEST_ROW);
  let column = 0;
  let taken = -1;
  let depth = 0;
  for (let i = from; i < limit; i++) {
    const code = codeAt(text, i);
    if (code === APOSTROPHE || code === QUOTE) {
      const end = literalEnd(text, i, limit);
      // Of `crypt('…', gen_salt('bf'))` the first.
      if (taken !== column) reportValue(scan, { start: i + 1, end }, sensitive.get(column));
      taken = column;
      i = end;
    } else if (code === OPENING_ROUND && ++depth > DEEPEST) return -1;
    else if (code === CLOSING_ROUND && --depth < 0) return i;
    else if (code === COMMA && depth === 0) column++;
  }
  return -1;
}

/** Where the literal is closed that is opened at `at`: `'it''s'`, `'it\'s'`; `limit` if it was cut off. */
function literalEnd(text: string, at: number, limit: number): number {
  const quote = codeAt(text, at);
  for (let i = at + 1; i < limit; i++) {
    const code = codeAt(text, i);
    if (code === BACKSLASH) i++;
    else if (code === quote && codeAt(text, i + 1) === quote) i++;
    else if (code === quote) return i;
  }
  return limit;
}

function reportValue(
  scan: Scan,
  { start, end }: { readonly start: number; readonly end: number },
  keyClass: KeyClass | undefined,
): void {
  if (keyClass === undefined) return;
  const claim: Claim = { keyClass, form: "equals", keyStart: start, quotedKey: true, doubtful: false };
  if (holdsSecret(scan.text, { start, end, quoted: true }, claim)) {
    scan.reportAhead(foundKind(keyClass.kind), start, end);
  }
}

const isSpace = (code: number): boolean => isBlank(code) || code === NEWLINE || code === RETURN;
const isInName = (code: number): boolean => isAlphanumeric(code) || (code < 128 && IN_NAMES[code] === 1);

function skipSpace(text: string, at: number): number {
  let i = at;
  while (i - at < MOST_BLANKS && isSpace(codeAt(text, i))) i++;
  return i;
}

export const insertAnchor: Anchor = { literals: ["insert into ", "replace into "], look: lookAtInsert };
