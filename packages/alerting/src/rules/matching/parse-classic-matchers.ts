import type { Matcher, MatchOp } from "../../model/matcher.ts";

const MATCHER = /^\s*([a-zA-Z_:][a-zA-Z0-9_:]*)\s*(=~|=|!=|!~)([\s\S]*)$/;
const OPERATORS: Readonly<Record<string, MatchOp>> = { "=": "=", "!=": "!=", "=~": "=~", "!~": "!~" };

/** Alertmanager's older syntax; undefined where it does not accept the text. */
export function parseClassicMatchers(text: string): readonly Matcher[] | undefined {
  const matchers: Matcher[] = [];
  for (const token of splitAtCommas(text.replace(/^\{/, "").replace(/\}$/, ""))) {
    const matcher = parseOne(token);
    if (matcher === undefined) return undefined;
    matchers.push(matcher);
  }
  return matchers;
}

/** At commas outside of quotes; an empty last part is none. */
function splitAtCommas(text: string): readonly string[] {
  const tokens: string[] = [];
  let token = "";
  let quoted = false;
  let escaped = false;
  for (const character of text) {
    if (character === "," && !quoted) {
      tokens.push(token);
      token = "";
      continue;
    }
    if (character === '"' && !escaped) quoted = !quoted;
    escaped = character === "\\" && !escaped;
    token += character;
  }
  if (token.trim() !== "") tokens.push(token.trim());
  return tokens;
}

function parseOne(token: string): Matcher | undefined {
  const parts = MATCHER.exec(token);
  const op = OPERATORS[parts?.[2] ?? ""];
  const name = parts?.[1];
  const value = unescape((parts?.[3] ?? "").trim());
  return op === undefined || name === undefined || value === undefined ? undefined : { name, op, value };
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", '"': '"', "\\": "\\" };

/** OpenMetrics' escapes; any other backslash is one. Undefined for a quote that stands alone or in the middle. */
function unescape(raw: string): string | undefined {
  const quoted = raw.startsWith('"');
  const body = quoted ? raw.slice(1) : raw;
  let value = "";
  for (let at = 0; at < body.length; at += 1) {
    const character = body.charAt(at);
    if (character === "\\" && at < body.length - 1) {
      at += 1;
      const next = body.charAt(at);
      value += ESCAPES[next] ?? `\\${next}`;
    } else if (character === '"') {
      return quoted && at === body.length - 1 ? value : undefined;
    } else {
      value += character;
    }
  }
  return quoted ? undefined : value;
}
