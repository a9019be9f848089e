import { isAlphanumeric, isDigit, isLetter } from "../scan/characters.ts";

const LOOK_BEHIND = 64;
const MAX_WORDS = 4;
const HYPHEN = 45;
const POINT = 46;
const SLASH = 47;
const UNDERSCORE = 95;

/** What ends in one of these numbers its versions, sections or objects so. */
const NUMBERED: ReadonlySet<string> = new Set([
  ...[
    "version",
    "versions",
    "ver",
    "release",
    "released",
    "build",
    "revision",
    "rev",
    "firmware",
    "fw",
    "sdk",
    "driver",
  ],
  ...["upgrade", "upgraded", "upgrading", "update", "updated", "updating", "downgrade", "downgraded", "bump", "bumped"],
  ...["installed", "installing", "patch", "hotfix", "tag", "semver", "assembly", "section", "sec", "chapter", "clause"],
  ...["paragraph", "appendix", "article", "figure", "table", "step", "item", "rule", "oid", "jdk", "jre", "v"],
]);
/** Between such a word and its number. */
const PASSING: ReadonlySet<string> = new Set(["to", "from", "is", "of", "was", "and", "now", "number", "no", "nr"]);
/** `ip-203.0.113.7`; behind another word a hyphen begins a version: `package-1.2.3.4.tgz`. */
const HOSTS: ReadonlySet<string> = new Set([
  ...[
    "ip",
    "host",
    "node",
    "client",
    "server",
    "addr",
    "address",
    "peer",
    "from",
    "to",
    "src",
    "dst",
    "remote",
    "ipv4",
  ],
]);
const SUFFIXES: readonly string[] = [
  "alpha",
  "beta",
  "rc",
  "snapshot",
  "release",
  "dev",
  "pre",
  "final",
  "ga",
  "build",
];
const FILES: readonly string[] = [
  "jar",
  "war",
  "tgz",
  "tar",
  "zip",
  "gz",
  "whl",
  "deb",
  "rpm",
  "dll",
  "exe",
  "so",
  "apk",
];

/** Whether the four numbers `[start, end)` are a version, a section or an object's id rather than an address. */
export function isVersion(text: string, start: number, end: number): boolean {
  return isPartOfName(text, start) || hasSuffix(text, end) || isNumbered(text, start);
}

function isPartOfName(text: string, start: number): boolean {
  const before = text.charCodeAt(start - 1);
  if (before === POINT) return isAlphanumeric(text.charCodeAt(start - 2));
  if (before !== SLASH && before !== HYPHEN && before !== UNDERSCORE) return false;
  let word = start - 1;
  let points = 0;
  while (word > 0 && start - word < LOOK_BEHIND && isNamePart(text.charCodeAt(word - 1))) {
    word--;
    if (text.charCodeAt(word) === POINT) points++;
  }
  if (word === start - 1 || isDigit(text.charCodeAt(start - 2))) return false;
  // `Chrome/1.2.3.4` is a product, `db.example.com/203.0.113.7` a host, `/hosts/203.0.113.7` a path.
  if (before === SLASH) return points === 0 && text.charCodeAt(word - 1) !== SLASH;
  return !HOSTS.has(lastWord(text, start - 1));
}

const isNamePart = (code: number): boolean =>
  isAlphanumeric(code) || code === POINT || code === HYPHEN || code === UNDERSCORE;

function lastWord(text: string, end: number): string {
  let start = end;
  while (end - start < LOOK_BEHIND && isLetter(text.charCodeAt(start - 1))) start--;
  return text.slice(start, end).toLowerCase();
}

function hasSuffix(text: string, end: number): boolean {
  const after = text.charCodeAt(end);
  if (after === HYPHEN) return SUFFIXES.some((suffix) => startsWith(text, suffix, end + 1));
  if (after !== POINT) return false;
  return startsWith(text, "in-addr", end + 1) || FILES.some((file) => startsWith(text, file, end + 1));
}

const startsWith = (text: string, word: string, at: number): boolean =>
  text.slice(at, at + word.length).toLowerCase() === word;

/** Looks at the few words before: `version: 1.2.3.4`, `"appVersion":"1.2.3.4"`, `upgraded from 1.2.3.4 to 1.2.3.5`. */
function isNumbered(text: string, start: number): boolean {
  const lowest = Math.max(0, start - LOOK_BEHIND);
  let i = start;
  for (let words = 0; words < MAX_WORDS; words++) {
    while (i > lowest && isJoint(text.charCodeAt(i - 1))) i--;
    const end = i;
    while (i > lowest && isAlphanumeric(text.charCodeAt(i - 1))) i--;
    if (i === end) return false;
    if (isNumberedWord(text, i, end)) return true;
    const word = text.slice(i, end).toLowerCase();
    if (!PASSING.has(word) && !isDigit(word.charCodeAt(0))) return false;
    // A version before this one counts as one word.
    while (i > lowest && (isDigit(text.charCodeAt(i - 1)) || text.charCodeAt(i - 1) === POINT)) i--;
  }
  return false;
}

/** The whole word, or its last part in camel case: `AssemblyVersion`. */
function isNumberedWord(text: string, start: number, end: number): boolean {
  if (NUMBERED.has(text.slice(start, end).toLowerCase())) return true;
  let part = end - 1;
  while (part > start && (text.charCodeAt(part) < 65 || text.charCodeAt(part) > 90)) part--;
  return part > start && NUMBERED.has(text.slice(part, end).toLowerCase());
}

/** Stands between a word and its number: blanks, quotes, `: = ( [ _ , # .` and a backslash before a quote. */
const isJoint = (code: number): boolean =>
  code <= 63
    ? !isDigit(code) && code > 31 && code !== SLASH && code !== 59
    : code === UNDERSCORE || code === 91 || code === 92;
