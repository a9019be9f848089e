import type { Kind } from "../../../model/kind.ts";
import { authorizationKey, cookieKey, passwordKey, recoveryKey } from "../../key-name/key-kinds.ts";
import { codeAt, isAlphanumeric } from "../../scan/characters.ts";
import {
  CLOSING_BRACE,
  COLON,
  COMMA,
  HYPHEN,
  NEWLINE,
  OPENING_BRACE,
  OPENING_ROUND,
  RETURN,
  SLASH,
  SPACE,
  isBlank,
  tableOf,
} from "../signs.ts";
import type { Claim, Value } from "./claim.ts";

/**
 * How much a value must look like a secret, the less sure its surroundings are: anything that is no plain word, a mixture,
 * something chosen or drawn, letters of both cases with digits, pure chance; or nothing is one.
 */
export type Demand = "any" | "mixed" | "chosen" | "varied" | "random" | "nothing";

const LONGEST_INDENT = 64;
/** Stand before a key among others: `{a:1,key:…`. */
const BEFORE_KEY = tableOf("{,[(");

export function demandOf(text: string, value: Value, claim: Claim): Demand {
  const { weak } = claim.keyClass;
  switch (claim.form) {
    case "words":
    case "link":
    case "far":
      return demandOfWords(claim, value.quoted);
    case "tight":
      return demandOfTight(text, claim);
    case "colon":
      return demandOfColon(text, value, claim);
    default:
      return weak || claim.doubtful || claim.form === "pair" || claim.form === "cell"
        ? "mixed"
        : (BY_KIND.get(claim.keyClass.kind) ?? "any");
  }
}

/** What other detectors know better, and phrases, which are told by their words. */
const BY_KIND: ReadonlyMap<Kind, Demand> = new Map([
  [authorizationKey, "random"],
  [cookieKey, "random"],
  [recoveryKey, "mixed"],
]);

/** In a sentence: `login with password …`. */
function demandOfWords({ keyClass, doubtful, form }: Claim, quoted: boolean): Demand {
  const isPassword = keyClass.kind === passwordKey;
  if (keyClass.weak) return isPassword && !doubtful ? "random" : "nothing";
  if (form === "far") return demandOfFar(isPassword, doubtful);
  if (doubtful) return isPassword && quoted ? "chosen" : "random";
  if (isPassword) return quoted ? "any" : "chosen";
  return form === "link" ? "chosen" : "random";
}

/** `set password to Xk91zQ`: shorter than tokens are. */
function demandOfFar(isPassword: boolean, doubtful: boolean): Demand {
  if (doubtful) return "nothing";
  return isPassword ? "varied" : "random";
}

/** `secret:` within a path or a name of a resource is a part of it. */
function demandOfTight(text: string, { keyClass, keyStart, doubtful }: Claim): Demand {
  const before = codeAt(text, keyStart - 1);
  if (before === COLON || (before === SLASH && codeAt(text, keyStart - 2) > SPACE)) return "nothing";
  // `pam_unix(passwd:chauthtok)` is a call.
  const isInBraces = before < 128 && BEFORE_KEY[before] === 1 && !isCallAt(text, keyStart - 1);
  return isInBraces && !keyClass.weak && !doubtful ? "any" : "chosen";
}

const isCallAt = (text: string, at: number): boolean =>
  codeAt(text, at) === OPENING_ROUND && isAlphanumeric(codeAt(text, at - 1));

function demandOfColon(text: string, { end, quoted }: Value, claim: Claim): Demand {
  const { keyClass, keyStart, quotedKey, doubtful } = claim;
  const isPassword = keyClass.kind === passwordKey;
  if (keyClass.weak || doubtful) return keyClass.weak && isPassword ? "chosen" : "mixed";
  const known = BY_KIND.get(keyClass.kind);
  if (known !== undefined || quoted || quotedKey) return known ?? "any";
  return isPassword && endsLine(text, end) && beginsLine(text, keyStart) ? "any" : "mixed";
}

/** `    password: letmein` alone on its line, as in YAML; or the last of a line that begins so. */
function endsLine(text: string, end: number): boolean {
  const code = codeAt(text, end);
  return end >= text.length || code === NEWLINE || code === RETURN || code === CLOSING_BRACE;
}

function beginsLine(text: string, start: number): boolean {
  let i = start;
  while (start - i < LONGEST_INDENT && i > 0 && isIndent(codeAt(text, i - 1))) i--;
  if (i === 0) return true;
  const code = codeAt(text, i - 1);
  return code === NEWLINE || code === RETURN || code === OPENING_BRACE || code === COMMA;
}

const isIndent = (code: number): boolean => isBlank(code) || code === HYPHEN;
