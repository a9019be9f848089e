import type { Escape } from "./escape.ts";
import { codePointOf, escapeOf, NO_ESCAPE, unitsOf } from "./escape.ts";
import { foldLookalikes } from "./fold-lookalikes.ts";
import { foldPair, FOREIGN_TABLE, INVISIBLE, LOOKALIKE } from "./foreign-table.ts";
import { readBackslash } from "./read-backslash.ts";
import { readEntity } from "./read-entity.ts";
import { readPercent } from "./read-percent.ts";
import { ESCAPE_SIGN, readTerminal } from "./read-terminal.ts";
import type { Units } from "./units.ts";

const PERCENT = 37;
const AMPERSAND = 38;
const BACKSLASH = 92;
const FIRST_FOREIGN = 128;
const LAST_UNIT = 0xffff;

/** Takes one layer of every disguise off, in place; whether anything changed. */
export function peelLayer(units: Units): boolean {
  const { codes, length } = units;
  let foreign = false;
  let changed = false;
  let write = 0;
  for (let read = 0; read < length;) {
    const code = codes[read] as number;
    let escape: Escape = NO_ESCAPE;
    if (code >= FIRST_FOREIGN) {
      foreign = true;
      escape = readForeign(units, read, code);
    } else if (isEscape(code)) escape = readEscape(units, read, code);
    if (escape === NO_ESCAPE) {
      if (read > write) units.move(read, write);
      read++;
      write++;
    } else {
      changed = true;
      write = writeEscape(units, { read, write }, escape);
      read += unitsOf(escape);
    }
  }
  units.length = write;
  return (foreign && foldLookalikes(units)) || changed;
}

const isEscape = (code: number): boolean =>
  code === PERCENT || code === AMPERSAND || code === BACKSLASH || code === ESCAPE_SIGN;

function readEscape({ codes, length }: Units, at: number, code: number): Escape {
  const escape = readAt(codes, at, code);
  // Behind the end stands what an earlier text left there.
  return at + unitsOf(escape) > length ? NO_ESCAPE : escape;
}

function readAt(codes: Uint16Array, at: number, code: number): Escape {
  switch (code) {
    case PERCENT:
      return readPercent(codes, at);
    case AMPERSAND:
      return readEntity(codes, at);
    case BACKSLASH:
      return readBackslash(codes, at);
    default:
      return readTerminal(codes, at);
  }
}

function readForeign({ codes, length }: Units, at: number, code: number): Escape {
  const entry = FOREIGN_TABLE[code] as number;
  if (entry !== 0) return (entry & LOOKALIKE) === 0 ? escapeOf(1, code) : NO_ESCAPE;
  if ((code & 0xfc00) !== 0xd800 || at + 1 >= length) return NO_ESCAPE;
  const low = codes[at + 1] as number;
  return foldPair(code, low) === 0 ? NO_ESCAPE : escapeOf(2, 0x10000 + ((code & 0x3ff) << 10) + (low & 0x3ff));
}

/** Writes what the escape stands for, itself without disguise; where to write next. */
function writeEscape(units: Units, { read, write }: Places, escape: Escape): number {
  const { starts, ends } = units;
  const start = starts[read] as number;
  const end = ends[read + unitsOf(escape) - 1] as number;
  const codePoint = codePointOf(escape);
  const isPair = codePoint > LAST_UNIT;
  const high = 0xd800 + ((codePoint - 0x10000) >> 10);
  const low = 0xdc00 + (codePoint & 0x3ff);
  const entry = isPair ? foldPair(high, low) : (FOREIGN_TABLE[codePoint] as number);
  if (entry === INVISIBLE) return write;
  const folds = entry !== 0 && (entry & LOOKALIKE) === 0;
  put(units, write, { code: folds ? entry : isPair ? high : codePoint, start, end });
  if (folds || !isPair) return write + 1;
  put(units, write + 1, { code: low, start, end });
  return write + 2;
}

interface Places {
  readonly read: number;
  readonly write: number;
}

interface Unit {
  readonly code: number;
  readonly start: number;
  readonly end: number;
}

function put({ codes, starts, ends }: Units, at: number, { code, start, end }: Unit): void {
  codes[at] = code;
  starts[at] = start;
  ends[at] = end;
}
