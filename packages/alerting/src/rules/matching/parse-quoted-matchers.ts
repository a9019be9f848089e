import type { Matcher, MatchOp } from "../../model/matcher.ts";
import { MatcherError } from "./matcher-error.ts";

type Token =
  | { readonly kind: "{" | "}" | ","; readonly at: number }
  | { readonly kind: "op"; readonly at: number; readonly op: MatchOp }
  | { readonly kind: "text"; readonly at: number; readonly text: string };

/** Alertmanager's newer syntax: names and values of any characters, quoted where they hold reserved ones. */
export function parseQuotedMatchers(text: string): readonly Matcher[] {
  const tokens = [...scan(text)];
  let next = 0;
  const braces = tokens[0]?.kind === "{";
  if (braces) next += 1;
  const matchers: Matcher[] = [];
  while (next < tokens.length && tokens[next]?.kind !== "}") {
    matchers.push(matcherAt(text, tokens.slice(next, next + 3)));
    next += 3;
    const separator = tokens[next];
    if (separator?.kind === ",") next += 1;
    else if (separator !== undefined && separator.kind !== "}") {
      throw problem(text, separator.at, 'expected a comma or "}"');
    }
  }
  checkEnd({ text, tokens, next, braces });
  return matchers;
}

function checkEnd(end: {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly next: number;
  readonly braces: boolean;
}): void {
  const closed = end.tokens[end.next]?.kind === "}";
  if (end.braces && !closed) throw problem(end.text, end.text.length, 'the "{" has no "}"');
  if (!end.braces && closed) throw problem(end.text, end.tokens[end.next]?.at ?? 0, 'the "}" has no "{"');
  const extra = end.tokens[end.next + 1];
  if (extra !== undefined) throw problem(end.text, extra.at, 'nothing may follow the "}"');
}

function matcherAt(text: string, [name, op, value]: readonly Token[]): Matcher {
  const place = (token: Token | undefined): number => token?.at ?? text.length;
  if (name?.kind !== "text") throw problem(text, place(name), "expected a label name");
  if (op?.kind !== "op") throw problem(text, place(op), 'expected one of "=", "!=", "=~", "!~"');
  if (value?.kind !== "text") {
    throw problem(text, place(value), 'expected a value; put quotes around it, an empty one is ""');
  }
  return { name: name.text, op: op.op, value: value.text };
}

const OPERATOR = /=~|!~|!=|=/y;
const QUOTED = /"(?:[^"\\]|\\[\s\S])*"/y;
const UNQUOTED = /[^\s{}!=~,\\"'`]+/uy;

function* scan(text: string): Generator<Token> {
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    const start = at;
    if (/\s/.test(character)) at += 1;
    else if (character === "{" || character === "}" || character === ",") {
      at += 1;
      yield { kind: character, at: start };
    } else {
      const token = wordAt(text, at);
      at += token.length;
      yield token.token;
    }
  }
}

function wordAt(text: string, at: number): { readonly token: Token; readonly length: number } {
  const op = takeAt(OPERATOR, text, at);
  if (op === "=" || op === "!=" || op === "=~" || op === "!~")
    return { token: { kind: "op", at, op }, length: op.length };
  const quoted = takeAt(QUOTED, text, at);
  if (quoted !== undefined) {
    return { token: { kind: "text", at, text: unquote(text, at, quoted) }, length: quoted.length };
  }
  if (text.charAt(at) === '"') throw problem(text, at, "the quote is not closed");
  const plain = takeAt(UNQUOTED, text, at);
  if (plain !== undefined) return { token: { kind: "text", at, text: plain }, length: plain.length };
  throw problem(text, at, `"${text.charAt(at)}" is reserved: put double quotes around the name or value that holds it`);
}

function takeAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

const ESCAPE = /((?:\\x[0-9a-fA-F]{2})+)|\\(?:([abfnrtv\\"])|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/g;
const SIMPLE: Readonly<Record<string, string>> = {
  a: "\u{7}",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  '"': '"',
};

/** Go's escapes; `\x` stands for a byte of UTF-8. */
function unquote(text: string, at: number, quoted: string): string {
  return quoted.slice(1, -1).replaceAll(ESCAPE, (...groups: unknown[]) => {
    const [whole, bytes, simple, short, long] = groups.map((group) => (typeof group === "string" ? group : undefined));
    const plain =
      simple === undefined ? (bytes === undefined ? fromCode(short ?? long) : fromBytes(bytes)) : SIMPLE[simple];
    if (plain !== undefined) return plain;
    throw problem(text, at, `"${whole ?? ""}" is no escape: write a backslash as two`);
  });
}

function fromCode(hex: string | undefined): string | undefined {
  const code = Number.parseInt(hex ?? "", 16);
  return code <= 0x10_ff_ff ? String.fromCodePoint(code) : undefined;
}

function fromBytes(escapes: string): string | undefined {
  const bytes = escapes
    .split(String.raw`\x`)
    .slice(1)
    .map((hex) => Number.parseInt(hex, 16));
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(bytes));
  } catch {
    return undefined;
  }
}

function problem(text: string, at: number, reason: string): MatcherError {
  return new MatcherError(`cannot read the matchers ${text}: ${reason} at character ${at + 1}`);
}
