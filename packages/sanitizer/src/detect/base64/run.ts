import { isBase64 } from "./alphabet.ts";

/** What is shorter holds nothing worth finding. */
export const SHORTEST_RUN = 24;
/** A run of {@link SHORTEST_RUN} covers one multiple of the stride and the eight characters behind it. */
const STRIDE = 16;
const BEHIND = 8;
const EQUALS = 61;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const TAB = 9;
/** What may follow base64 on its last line. */
const ENDS: ReadonlySet<number> = new Set(Array.from("\n\r\\\"'`,)]}<", (c) => c.charCodeAt(0)));
/** Encoders wrap lines at 64 and 76 characters. */
const SHORTEST_LINE = 60;
const DEEPEST_INDENT = 32;

/** Characters of base64 that stand together, reused from one to the next. */
export interface Run {
  start: number;
  /** Behind its padding. */
  end: number;
}

/** The next run of at least {@link SHORTEST_RUN} characters from `from` on; false if there is none. */
export function nextRun(text: string, from: number, run: Run): boolean {
  const last = text.length - BEHIND;
  for (let at = (from + STRIDE - 1) & -STRIDE; at < last; at += STRIDE) {
    // From the far end: words end between, and most strides are left after one or two looks.
    if (!isBase64(text.charCodeAt(at + BEHIND)) || !isBase64(text.charCodeAt(at))) continue;
    if (!isBase64(text.charCodeAt(at + 4)) || !isBase64(text.charCodeAt(at + 2))) continue;
    run.start = startOf(text, from, at);
    run.end = run.start + SHORTEST_RUN;
    if (isAllBase64(text, at, run.end)) return true;
  }
  return false;
}

/** Of the run around `at`; further back the stride before would have met it. */
function startOf(text: string, from: number, at: number): number {
  const lowest = Math.max(from, at - STRIDE + 1);
  let start = at;
  while (start > lowest && isBase64(text.charCodeAt(start - 1))) start--;
  return start;
}

function isAllBase64(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (!isBase64(text.charCodeAt(i))) return false;
  return true;
}

/** Behind the last character of the run that goes on at `index`, over the ends of wrapped lines, and behind its padding. */
export function runEnd(text: string, start: number, index: number): number {
  let line = start;
  let end = index;
  for (;;) {
    while (isBase64(text.charCodeAt(end))) end++;
    const next = end - line >= SHORTEST_LINE && (end - line) % 4 === 0 ? nextLine(text, end) : end;
    if (next === end) break;
    line = next;
    end = next;
  }
  for (let i = 0; i < 2 && text.charCodeAt(end) === EQUALS; i++) end++;
  return end;
}

/** Where the base64 of the next line begins; `end` if none follows. */
function nextLine(text: string, end: number): number {
  const line = text.charCodeAt(end) === CARRIAGE_RETURN ? end + 1 : end;
  if (text.charCodeAt(line) !== LINE_FEED) return end;
  let next = line + 1;
  while (next - line <= DEEPEST_INDENT && (text.charCodeAt(next) === SPACE || text.charCodeAt(next) === TAB)) next++;
  return isBase64(text.charCodeAt(next)) && isLast(text, next) ? next : end;
}

/** Whether the word at `start` is the last of its line: else it begins the next sentence or entry. */
function isLast(text: string, start: number): boolean {
  let end = start;
  while (isBase64(text.charCodeAt(end))) end++;
  if (text.charCodeAt(end) === EQUALS) return true;
  return end === text.length || ENDS.has(text.charCodeAt(end));
}
