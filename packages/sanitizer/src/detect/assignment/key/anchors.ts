import type { KeyRule } from "../../../model/policy.ts";
import { splitWords } from "../../key-name/split-words.ts";

/**
 * What announces the sensitive names in a text, in any case style. Each is a part of a name's last two words that other
 * words seldom hold: `okie` and not `cookie`, for `ook` is in `look` as well.
 */
const ANNOUNCING: readonly string[] = [
  "pass",
  "pwd",
  "pswd",
  "bindpw",
  "rootpw",
  "nnwort",
  "wachtwoord",
  "ontrase",
  "senha",
  "ecret",
  "token",
  "key",
  "credential",
  "creds",
  "auth",
  "okie",
  "sess",
  "sid",
  "csrf",
  "xsrf",
  "saml",
  "otp",
  "mfa",
  "2fa",
  "code",
  "pin",
  "puk",
  "mnemonic",
  "phrase",
  "answer",
  "rifier",
  "cvv",
  "cvc",
  "verification",
  "cense",
  "cence",
  "birth",
  "dob",
  "geburts",
];

/** Of all names that are sensitive in texts, and of the policy's own keys. */
export function anchorsOf(keys: readonly KeyRule[] = []): readonly string[] {
  const own = keys.flatMap(({ match }) => match.split("*").flatMap(announcing));
  return [...ANNOUNCING, ...new Set(own.filter((word) => !ANNOUNCING.some((known) => word.includes(known))))];
}

const ASCII_RUN = /[a-z]{3,}/gu;

/** The longest run of letters among a name's last two words. */
function announcing(name: string): readonly string[] {
  const runs = splitWords(name)
    .slice(-2)
    .flatMap((word) => word.match(ASCII_RUN) ?? []);
  return runs.length === 0 ? [] : [runs.reduce((a, b) => (b.length > a.length ? b : a))];
}
