import type { Action, CheckedPolicy, PatternData } from "@jobscope/sanitizer";

import { isRe2 } from "./re2.ts";

/** What holds whatever the policy says. */
const ALWAYS: readonly string[] = [
  "Attributes of span links: no processor reaches them. Keep secrets out of them in the service.",
  "National ids (checksums, dates, words near them): found by their keys only, not in texts.",
  "Checksums: any number that looks like a card, an IBAN or a token is masked, whether or not Luhn, mod 97 or CRC agree.",
  "Randomness: placeholders that look like a token (ghp_xxxx…) are masked too. Left alone are <…>, braces behind a dollar sign and *** in the place of a whole value (not behind Authorization), " +
    "and so is a real value that begins with <, with a dollar sign and a brace, or with *.",
  "Versions of four numbers that could be an address (10.20.30.40) are masked or anonymised as one.",
  "Disguises: percent, entity and \\u escapes, zero-width and look-alike characters, base64, bytes.",
  "Phone numbers without + in front; IPv6 addresses outside 2000::/3 and fc00::/7, with an IPv4 part, or beginning with ::.",
  "E-mail addresses that are written out (name at example dot org).",
  "Assignments: a bare value behind `name:`, and one in quotes or in the next element of a list behind a name (wrong password '…', " +
    "['x-api-key', '…']), with fewer than four characters or without a digit; behind `name is` with fewer than six. `Passwort: geheim` stays. " +
    "Names that are weak by themselves (pass, session, auth; pin, but for four to eight digits), names of passwords in languages other than " +
    "English, German, Dutch, Spanish, Catalan, Portuguese, French and Norwegian, values that begin with [R or RE. What means something else " +
    "(next_page_token=…) is masked all the same.",
  "Names and values apart from each other: in two lines, two columns of a table, two elements of a list as an attribute or body, two attributes " +
    "(setting.name, setting.value).",
  "Command lines: behind --token, --password and the like a value of small letters alone, or of three characters; passwords by a short option, " +
    "except of mysql, mariadb, sshpass, login, twine, mongo, sqlcmd, mosquitto, redis-cli, ldapsearch and curl -u, each in one line. Given as a " +
    "list of words (process.command_args), on a resource only; on spans and logs a word that is told by the word in front of it stays.",
  "Parameters of URLs that are often harmless: code, auth and ticket without a letter and a digit or shorter than ten characters; key, session, " +
    "hash, invite and reset unless the value is a token of its own.",
  "URL passwords with an unescaped / ? or #; secrets in the path of a URL, except the webhooks in the list of tokens.",
  "Private keys without their BEGIN line: DER, JSON Web Keys, PuTTY.",
  "In the keys of attributes: e-mail addresses, JSON Web Tokens and card numbers only.",
  "Nested values (maps, lists, log bodies that are no text) and numbers: **** instead of a mask that says what it was; an attribute in which " +
    "something was found becomes a text; keys inside of it are found where a text stands under them, weak ones not at all.",
  "What is nested under an exempt key of the contract, in exemplars and in the metadata of a metric.",
  "Resource and scope schema URLs, and metric points that become equal: they stay two.",
];

const INSTEAD: Readonly<Partial<Record<Action, string>>> = {
  pseudonymise:
    "pseudonymise: masked. The collector's HMAC is not the sanitizer's, so the two would not be one pseudonym",
  partial: "partial: masked",
  drop: "drop: masked. The collector has no processor that drops by what was found",
};

/** What the collector does not do of this policy, one sentence each. */
export function limitsOf(policy: CheckedPolicy, data: PatternData): readonly string[] {
  return [...ALWAYS, weakTokens(data), ...actionLimits(policy), ...ruleLimits(policy)];
}

/** The sanitizer weighs what follows. */
const weakTokens = ({ weakTokenPrefixes }: PatternData): string =>
  `Tokens that begin as ordinary words do, unless a name or a header in front of them tells: ${weakTokenPrefixes.join(", ")} ` +
  "(of sk-, those of OpenAI's own form are found).";

function actionLimits({ detectors, kinds, keys }: CheckedPolicy): readonly string[] {
  const rules = keys.map(({ match, action }) => [`key ${match}`, action] as const);
  const all = [...Object.entries(detectors), ...Object.entries(kinds), ...rules];
  const instead = Object.entries(INSTEAD).flatMap(([action, text]) => {
    const names = all.filter(([, wanted]) => wanted === action).map(([name]) => name);
    return names.length === 0 ? [] : [`${text} (${names.join(", ")}).`];
  });
  const removed = all.filter(([, action]) => action === "remove");
  return [
    ...instead,
    ...(removed.length === 0
      ? []
      : ["remove: of an attribute its value is masked; from a text the characters are removed."]),
  ];
}

function ruleLimits({ literals, patterns, allowKeys, limits }: CheckedPolicy): readonly string[] {
  const javascript = patterns.filter(({ pattern }) => !isRe2(pattern)).map(({ name }) => name);
  return [
    ...(literals.length === 0
      ? []
      : [`Literals (${literals.map(({ name }) => name).join(", ")}): left out, for this file would hold them.`]),
    ...(javascript.length === 0
      ? []
      : [`Patterns that Go's regular expressions cannot express: ${javascript.join(", ")}.`]),
    ...(allowKeys === undefined
      ? []
      : ["The list of allowed keys: for attributes, not for keys inside of maps and bodies."]),
    `Bounds: longest text ${limits.maxStringLength}, depth ${limits.maxDepth}. The collector has none of its own.`,
  ];
}
