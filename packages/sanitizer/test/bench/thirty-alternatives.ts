/**
 * The floor that a sanitizer with value detection is compared with: one regular expression of 30 alternatives
 * that begin with something selective, run over every string to its end; nothing is validated, copied or replaced.
 * (Written as people write redaction settings, with classes in front, such an expression takes five to ten times as long.)
 */
const ALTERNATIVES: readonly string[] = [
  "password",
  "passwd",
  "pwd",
  "secret",
  "token",
  "api[_-]?key",
  "authorization",
  "[Bb]earer ",
  "Basic ",
  "cookie",
  "session",
  "private",
  "credential",
  "AKIA[A-Z0-9]{16}",
  "ASIA[A-Z0-9]{16}",
  String.raw`AIza[\w-]{35}`,
  "ghp_[A-Za-z0-9]{36}",
  String.raw`github_pat_\w{22,255}`,
  String.raw`glpat-[\w-]{20}`,
  String.raw`xox[abprs]-[\w-]{10,99}`,
  "sk_live_[A-Za-z0-9]{16,99}",
  String.raw`sk-[\w-]{20,99}`,
  String.raw`SG\.[\w-]{22}`,
  "npm_[A-Za-z0-9]{36}",
  "hf_[A-Za-z0-9]{30,99}",
  String.raw`eyJ[\w-]{8,999}`,
  "-----BEGIN",
  "://[^/ ]{1,99}@",
  "@[a-z0-9-]{1,63}",
  String.raw`\d{13,19}`,
];

const EXPRESSION = new RegExp(ALTERNATIVES.join("|"), "g");

/** Matches in every string of a record. */
export function thirtyAlternatives(value: unknown): number {
  if (typeof value === "string") {
    let count = 0;
    EXPRESSION.lastIndex = 0;
    while (EXPRESSION.exec(value) !== null) count++;
    return count;
  }
  if (typeof value !== "object" || value === null) return 0;
  let count = 0;
  for (const inner of Object.values(value)) count += thirtyAlternatives(inner);
  return count;
}
