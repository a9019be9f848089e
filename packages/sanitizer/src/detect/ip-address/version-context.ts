import { codeAt, isAlphanumeric, isDigit, isLetter, isUpper } from "../scan/characters.ts";
import { hasPoint, isHostWord, nameStart } from "./name-before.ts";
import { areSmall, isBusPath, isPackageVersion, isProductVersion } from "./package-version.ts";

const LOOK_BEHIND = 64;
const MAX_WORDS = 4;
const SPACE = 32;
const HYPHEN = 45;
const POINT = 46;
const SLASH = 47;
const UNDERSCORE = 95;

/** What ends in one of these numbers its versions, sections or objects so. */
const NUMBERED: ReadonlySet<string> = new Set([
  ..."version versions ver release released build revision rev firmware fw sdk driver".split(" "),
  ..."upgrade upgraded upgrading update updated updating downgrade downgraded bump bumped".split(" "),
  ..."installed installing patch hotfix tag semver assembly section sec chapter clause".split(" "),
  ..."paragraph appendix article figure fig table step item rule oid jdk jre v".split(" "),
  ..."chart plugin extension addon schema protocol spec specification edition abi bios uefi ec icd".split(" "),
]);
/** Between such a word and its number. */
const PASSING: ReadonlySet<string> = new Set(["to", "from", "is", "of", "was", "and", "now", "number", "no", "nr"]);
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
  const before = codeAt(text, start - 1);
  switch (before) {
    case POINT:
      return isAlphanumeric(codeAt(text, start - 2));
    case SLASH:
      return isProduct(text, start - 1) || (isNamespace(text, start - 1) && areSmall(text, start));
    case HYPHEN:
      return isJoined(text, start - 1);
    case UNDERSCORE:
      return isAlphanumeric(codeAt(text, start - 2)) && !isHostWord(text, start - 1);
    case SPACE:
      return isNamespace(text, start - 1) || isProductVersion(text, start - 1);
    default:
      return isPackageVersion(text, start, before);
  }
}

function isJoined(text: string, hyphen: number): boolean {
  const before = codeAt(text, hyphen - 1);
  return isDigit(before) ? isBusPath(text, hyphen - 1) : isLetter(before) && !isHostWord(text, hyphen);
}

/** `Chrome/1.2.3.4` is a product, `db.example.com/203.0.113.7` a host, `/hosts/203.0.113.7` a path. */
function isProduct(text: string, slash: number): boolean {
  const word = nameStart(text, slash);
  return (
    word < slash &&
    !isDigit(codeAt(text, slash - 1)) &&
    !hasPoint(text, word, slash) &&
    codeAt(text, word - 1) !== SLASH
  );
}

/** `Microsoft.NETCore.App 1.2.3.4`: a package; the names of hosts have no capitals. */
function isNamespace(text: string, end: number): boolean {
  const word = nameStart(text, end);
  if (!hasPoint(text, word, end - 1)) return false;
  for (let i = word; i < end; i++) if (isUpper(codeAt(text, i))) return true;
  return false;
}

function hasSuffix(text: string, end: number): boolean {
  const after = codeAt(text, end);
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
    const end = skipBack(text, { from: i, lowest, over: isJoint });
    const word = skipBack(text, { from: end, lowest, over: isAlphanumeric });
    if (word === end) return false;
    if (isNumberedWord(text, word, end)) return true;
    if (!isDigit(codeAt(text, word)) && !PASSING.has(text.slice(word, end).toLowerCase())) return false;
    // A version before this one counts as one word.
    i = skipBack(text, { from: word, lowest, over: isNumberPart });
  }
  return false;
}

interface Way {
  readonly from: number;
  readonly lowest: number;
  readonly over: (code: number) => boolean;
}

function skipBack(text: string, { from, lowest, over }: Way): number {
  let i = from;
  while (i > lowest && over(codeAt(text, i - 1))) i--;
  return i;
}

const isNumberPart = (code: number): boolean => isDigit(code) || code === POINT;

/** The whole word, or its last part in camel case: `AssemblyVersion`. */
function isNumberedWord(text: string, start: number, end: number): boolean {
  if (NUMBERED.has(text.slice(start, end).toLowerCase())) return true;
  let part = end - 1;
  while (part > start && (codeAt(text, part) < 65 || codeAt(text, part) > 90)) part--;
  return part > start && NUMBERED.has(text.slice(part, end).toLowerCase());
}

/** Stands between a word and its number: blanks, quotes with a backslash before, `:`, `=`, `(`, `[`, `_`. */
const JOINTS: ReadonlySet<number> = new Set(Array.from(" \"'\\:=([_.,#<>-", (sign) => sign.charCodeAt(0)));
const isJoint = (code: number): boolean => JOINTS.has(code);
