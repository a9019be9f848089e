import { TemplateError } from "./template-error.ts";

export type Token =
  | { readonly kind: "text"; readonly text: string; readonly line: number }
  /** The tokens between `{{` and `}}`. */
  | { readonly kind: "action"; readonly words: readonly Word[]; readonly line: number };

/** `space` keeps `.a .b` (two operands) and `.a.b` (one) apart. */
export interface Word {
  readonly kind: "name" | "field" | "variable" | "string" | "number" | "character" | "symbol" | "space";
  readonly text: string;
}

const WORD =
  /(?<space>[ \t\r\n]+)|(?<string>"(?:[^"\\\n]|\\[^\n])*"|`[^`]*`)|(?<character>'(?:[^'\\\n]|\\[^\n])*')|(?<variable>\$[\p{L}\p{N}_]*)|(?<field>\.[\p{L}_][\p{L}\p{N}_]*)|(?<number>[+-]?(?:0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?))(?![\p{L}_])|(?<name>[\p{L}_][\p{L}\p{N}_]*)|(?<symbol>:=|[|(),=.])/uy;

/** Cuts a template into its text and its actions; `{{-` and `-}}` take the white space beside them away. */
export function lex(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let line = 1;
  let trimNext = false;
  while (at < source.length) {
    const open = source.indexOf("{{", at);
    const text = source.slice(at, open === -1 ? source.length : open);
    const action = open === -1 ? undefined : actionAt(source, open, line + linesIn(text));
    const kept = trim(text, trimNext, action?.trimsBefore ?? false);
    if (kept !== "") tokens.push({ kind: "text", text: kept, line });
    line += linesIn(text);
    at += text.length;
    if (action === undefined) break;
    if (action.words !== undefined) tokens.push({ kind: "action", words: action.words, line });
    line += linesIn(action.source);
    at += action.source.length;
    trimNext = action.trimsAfter;
  }
  return tokens;
}

function linesIn(text: string): number {
  return text.split("\n").length - 1;
}

function trim(text: string, start: boolean, end: boolean): string {
  const started = start ? text.replace(/^[ \t\r\n]+/, "") : text;
  return end ? trimEnd(started) : started;
}

/** A regular expression would look at each run of spaces from each of its characters. */
function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && " \t\r\n".includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

interface Action {
  readonly source: string;
  /** Undefined: a comment. */
  readonly words: readonly Word[] | undefined;
  readonly trimsBefore: boolean;
  readonly trimsAfter: boolean;
}

function actionAt(source: string, at: number, line: number): Action {
  const end = endOfAction(source, at, line);
  const whole = source.slice(at, end);
  const trimsBefore = /^\{\{-[ \t\r\n]/.test(whole);
  const trimsAfter = /[ \t\r\n]-\}\}$/.test(whole) && whole.length > 6;
  const inner = whole.slice(trimsBefore ? 3 : 2, trimsAfter ? -3 : -2);
  const comment = /^\s*\/\*/.test(inner);
  return { source: whole, words: comment ? undefined : wordsOf(inner, line), trimsBefore, trimsAfter };
}

/** `}}` within a string does not end an action. */
function endOfAction(source: string, at: number, line: number): number {
  if (/^\{\{(?:-[ \t\r\n])?\s*\/\*/.test(source.slice(at, at + 64))) return endOfComment(source, at, line);
  let next = at + 2;
  while (next < source.length) {
    if (source.startsWith("}}", next)) return next + 2;
    const quote = source.charAt(next);
    next = quote === '"' || quote === "`" || quote === "'" ? endOfQuote(source, next, line) : next + 1;
  }
  throw new TemplateError(`line ${line}: the "{{" has no "}}"`);
}

function endOfComment(source: string, at: number, line: number): number {
  const close = source.indexOf("*/", at);
  const end = close === -1 ? -1 : source.indexOf("}}", close);
  if (end === -1 || !/^\s*-?$/.test(source.slice(close + 2, end))) {
    throw new TemplateError(`line ${line}: the comment is not closed: end it with "*/}}"`);
  }
  return end + 2;
}

function endOfQuote(source: string, at: number, line: number): number {
  const quote = source.charAt(at);
  for (let next = at + 1; next < source.length; next += 1) {
    const character = source.charAt(next);
    if (character === quote) return next + 1;
    if (character === "\n" && quote !== "`") break;
    if (character === "\\" && quote !== "`") next += 1;
  }
  throw new TemplateError(`line ${line}: the ${quote} is not closed`);
}

const KINDS = ["space", "string", "character", "variable", "field", "number", "name", "symbol"] as const;

function wordsOf(text: string, line: number): readonly Word[] {
  const words: Word[] = [];
  let at = 0;
  while (at < text.length) {
    WORD.lastIndex = at;
    const groups = WORD.exec(text)?.groups;
    const kind = KINDS.find((name) => groups?.[name] !== undefined);
    const word = kind === undefined ? undefined : groups?.[kind];
    if (kind === undefined || word === undefined) {
      throw new TemplateError(
        `line ${line}: unexpected "${String.fromCodePoint(text.codePointAt(at) ?? 0)}" in an action`,
      );
    }
    words.push({ kind, text: word });
    at += word.length;
  }
  return words;
}
