import { MASK_START } from "../../model/kind.ts";
import { codeAt, isAlphanumeric } from "../scan/characters.ts";

const TAB = 9;
const LINE_FEED = 10;
const RETURN = 13;
const SPACE = 32;
const QUOTE = 34;
const PERCENT = 37;
const AMPERSAND = 38;
const APOSTROPHE = 39;
const OPENING_ROUND = 40;
const COMMA = 44;
const COLON = 58;
const EQUALS = 61;
const GREATER = 62;
const OPENING = 91;
const BACKSLASH = 92;
const CLOSING = 93;
const BACKTICK = 96;
const LONGEST = 48;
const MOST_SIGNS = 3;

/** How a header's name and its value stand together. */
export interface ValuePlace {
  readonly at: number;
  /**
   * - `sign`: `Name: value`, `"name":"value"`, `name=>[value`, `{"name":"Name","value":"value"}`
   * - `pair`: `["Name", "value"]`, as lists of headers are written
   * - `blank`: nothing but blanks
   */
  readonly form: "sign" | "pair" | "blank";
  readonly quoted: boolean;
}

interface State {
  at: number;
  signs: number;
  comma: boolean;
  quotedName: boolean;
  quotedValue: boolean;
  /** The last one that is no blank: behind a comma or a bracket the line may end. */
  last: number;
}

/** Where the value of the header begins whose name ends at `end`; undefined if none follows. */
export function valuePlace(text: string, end: number): ValuePlace | undefined {
  const state: State = { at: end, signs: 0, comma: false, quotedName: false, quotedValue: false, last: 0 };
  while (state.at - end < LONGEST) {
    const step = (STEPS.get(codeAt(text, state.at)) ?? word)(text, state);
    if (step === 0) break;
    state.at += step;
  }
  const { at, signs, comma, quotedValue } = state;
  if (at === end || signs > MOST_SIGNS || !(codeAt(text, at) > SPACE)) return undefined;
  if (signs > 0) return { at, form: "sign", quoted: quotedValue };
  return { at, form: comma ? "pair" : "blank", quoted: quotedValue };
}

type Step = (text: string, state: State) => number;

const blankStep: Step = () => 1;
const lineStep: Step = (_, { last }) => (last === COMMA || last === OPENING || last === OPENING_ROUND ? 1 : 0);
const quoteStep: Step = (_, state) => quote(state, 1);
const signStep: Step = (text, state) => sign(state, codeAt(text, state.at), 1);
const openingStep: Step = (text, state) => {
  if (state.signs === 0 && !state.comma) return 0;
  // The mask of a value that was there.
  return text.startsWith(MASK_START, state.at) ? 0 : noted(state, codeAt(text, state.at));
};
const closingStep: Step = (_, state) => (state.signs === 0 && !state.comma ? 1 : 0);
const entityStep: Step = (text, state) => (text.startsWith("&quot;", state.at) ? quote(state, 6) : 0);

/** By the character at the state's place: how many characters still stand between name and value. */
const STEPS: ReadonlyMap<number, Step> = new Map([
  [SPACE, blankStep],
  [TAB, blankStep],
  [LINE_FEED, lineStep],
  [RETURN, lineStep],
  [QUOTE, quoteStep],
  [APOSTROPHE, quoteStep],
  [BACKTICK, quoteStep],
  [BACKSLASH, backslash],
  [COLON, signStep],
  [EQUALS, signStep],
  [GREATER, signStep],
  [COMMA, commaStep],
  [OPENING, openingStep],
  [OPENING_ROUND, openingStep],
  [CLOSING, closingStep],
  [PERCENT, encoded],
  [AMPERSAND, entityStep],
]);

function noted(state: State, code: number): number {
  state.last = code;
  return 1;
}

function quote(state: State, length: number): number {
  if (state.signs > 0 || state.comma) state.quotedValue = true;
  else state.quotedName = true;
  state.last = QUOTE;
  return length;
}

function sign(state: State, code: number, length: number): number {
  state.signs++;
  state.last = code;
  return length;
}

/** Between two of a list; a comma in a sentence begins something else. */
function commaStep(_: string, state: State): number {
  if (!state.quotedName || state.comma || state.signs > 0) return 0;
  state.comma = true;
  return noted(state, COMMA);
}

/** Before a quote, however often it was escaped; a line end only where one may stand. */
function backslash(text: string, state: State): number {
  let at = state.at;
  while (at - state.at < 8 && codeAt(text, at) === BACKSLASH) at++;
  const code = codeAt(text, at);
  if (code === QUOTE || code === APOSTROPHE) return at - state.at;
  const mayBreak = state.last === COMMA || state.last === OPENING;
  return code === 116 || (code === 110 && mayBreak) ? at + 1 - state.at : 0;
}

/** `%3A`, `%3D`, `%20`, `%22`, `%27`, `%09`. */
function encoded(text: string, state: State): number {
  const pair = text.slice(state.at + 1, state.at + 3).toLowerCase();
  if (pair === "3a" || pair === "3d") return sign(state, COLON, 3);
  if (pair === "22" || pair === "27") return quote(state, 3);
  return pair === "20" || pair === "09" ? 3 : 0;
}

/** `"name":"Authorization","value":"…"`, `name="…" value="…"`; the `b` before bytes in Python. */
function word(text: string, state: State): number {
  if (!state.quotedName || state.signs > 0) return isBytes(text, state) ? 1 : 0;
  for (const name of ["value", "Value", "val"]) {
    if (text.startsWith(name, state.at) && !isAlphanumeric(codeAt(text, state.at + name.length))) {
      state.quotedValue = false;
      return name.length;
    }
  }
  return isBytes(text, state) ? 1 : 0;
}

function isBytes(text: string, { at, signs, comma: listed }: State): boolean {
  const next = codeAt(text, at + 1);
  return codeAt(text, at) === 98 && (next === APOSTROPHE || next === QUOTE) && (signs > 0 || listed);
}
