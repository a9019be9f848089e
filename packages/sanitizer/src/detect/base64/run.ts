import { codeAt } from "../scan/characters.ts";
import { isBase64 } from "./alphabet.ts";
import { mayBeText, WINDOW_END } from "./text-window.ts";

/** What is shorter holds nothing worth finding. */
export const SHORTEST_RUN = 24;
/** However a run of {@link SHORTEST_RUN} lies, it covers a whole window. */
const STRIDE = SHORTEST_RUN - WINDOW_END;
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

/**
 * The next run of at least {@link SHORTEST_RUN} characters from `from` on in which some may be text; false if there is none.
 * Text that is not ASCII hides a run only as far as nothing else stands in it.
 */
export function nextRun(text: string, from: number, run: Run): boolean {
  const last = text.length - WINDOW_END;
  for (let at = from + STRIDE - 1; at < last; at += STRIDE) {
    if (!mayBeText(text, at)) continue;
    let start = at;
    while (start > from && isBase64(text.charCodeAt(start - 1))) start--;
    run.start = start;
    run.end = Math.max(at, start + SHORTEST_RUN);
    if (isAllBase64(text, at, run.end)) return true;
  }
  return false;
}

function isAllBase64(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (!isBase64(codeAt(text, i))) return false;
  return true;
}

/** Behind the last character of the run that goes on at `index`, over the ends of wrapped lines, and behind its padding. */
export function runEnd(text: string, start: number, index: number): number {
  let line = start;
  let end = index;
  for (;;) {
    while (isBase64(codeAt(text, end))) end++;
    const next = end - line >= SHORTEST_LINE && (end - line) % 4 === 0 ? nextLine(text, end) : end;
    if (next === end) break;
    line = next;
    end = next;
  }
  for (let i = 0; i < 2 && codeAt(text, end) === EQUALS; i++) end++;
  return end;
}

/** Where the base64 of the next line begins; `end` if none follows. */
function nextLine(text: string, end: number): number {
  const line = codeAt(text, end) === CARRIAGE_RETURN ? end + 1 : end;
  if (codeAt(text, line) !== LINE_FEED) return end;
  let next = line + 1;
  while (next - line <= DEEPEST_INDENT && (codeAt(text, next) === SPACE || codeAt(text, next) === TAB)) next++;
  return isBase64(codeAt(text, next)) && isLast(text, next) ? next : end;
}

/** Whether the word at `start` is the last of its line: else it begins the next sentence or entry. */
function isLast(text: string, start: number): boolean {
  let end = start;
  while (isBase64(codeAt(text, end))) end++;
  if (codeAt(text, end) === EQUALS) return true;
  return end === text.length || ENDS.has(codeAt(text, end));
}
