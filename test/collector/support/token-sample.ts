import type { TokenForm, TokenPart } from "@jobscope/sanitizer";

/** A token of the family with invented characters, and the part of it that must not arrive. */
export function tokenSample({ prefix, parts, keepsPrefix }: TokenForm, seed: number): { text: string; secret: string } {
  let state = seed + 1;
  const next = (): number => (state = (state * 48_271) % 2_147_483_647);
  const body = parts.map((part) => (typeof part === "string" ? part : run(part, next))).join("");
  return { text: prefix + body, secret: keepsPrefix ? body : prefix + body };
}

function run({ characters, min, max }: Exclude<TokenPart, string>, next: () => number): string {
  const letters = lettersOf(characters).replaceAll(/[-_=.]/gu, "");
  const length = Math.min(max, min + (next() % 5));
  return Array.from({ length }, () => letters.charAt(next() % letters.length)).join("");
}

/** `0-9A-F_` written out. */
function lettersOf(characters: string): string {
  return characters.replaceAll(/(?<from>[^-])-(?<to>[^-])/gu, (_, from: string, to: string) => {
    const first = from.charCodeAt(0);
    return String.fromCharCode(...Array.from({ length: to.charCodeAt(0) - first + 1 }, (_gap, index) => first + index));
  });
}
