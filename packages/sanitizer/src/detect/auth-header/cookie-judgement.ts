import { codeAt, isLetter } from "../scan/characters.ts";
import { isNoSecret } from "../value/no-secret.ts";
import { NO_CREDENTIALS } from "./schemes.ts";

const listed = (names: string): readonly string[] => names.trim().split(/\s+/u);

/** Attributes of `Set-Cookie` (RFC 6265bis), in lower case. */
export const COOKIE_ATTRIBUTES: ReadonlySet<string> = new Set(
  listed(
    "path domain expires max-age samesite secure httponly priority partitioned version comment $version $path $domain",
  ),
);
/** Parts of names whose value is a secret however it looks. */
const SENSITIVE_PARTS: readonly string[] = listed(
  "sess sid auth token jwt key secret login remember csrf xsrf user pass ticket otp uid",
);
/** Shorter values are settings: `en-US`, `dark`, `1`. */
const SHORTEST = 6;
const LONGEST_WORD = 16;

/** Whether the value of a cookie is more than a setting of the page. */
export function isCookieSecret(name: string, text: string, { start, end }: { start: number; end: number }): boolean {
  const length = end - start;
  if (length === 0 || isNoSecret(text, start, end)) return false;
  const value = text.slice(start, Math.min(end, start + LONGEST_WORD + 1));
  if (NO_CREDENTIALS.has(value.toLowerCase())) return false;
  const lower = name.toLowerCase();
  if (SENSITIVE_PARTS.some((part) => lower.includes(part))) return length > 1;
  return length >= SHORTEST && !isWord(value);
}

function isWord(value: string): boolean {
  if (value.length > LONGEST_WORD) return false;
  for (let i = 0; i < value.length; i++)
    if (!isLetter(codeAt(value, i)) && value[i] !== "-" && value[i] !== "_") return false;
  return true;
}
