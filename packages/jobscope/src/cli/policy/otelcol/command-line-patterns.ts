import { START } from "./bare-value.ts";
import { oneOf, type ValuePattern, valuePattern } from "./value-pattern.ts";

const REDACTED = "REDACTED";
const CREDENTIALS = `${REDACTED}:${REDACTED}`;

/** Words of flags whose value is a secret: `--token …`, `-db-password …`. Short ones stand alone between hyphens. */
const GLUED = "password|passwd|passphrase|passwort|secret|token|pwd|credentials?";
const ALONE = "pass|api-?key|access-?key|secret-?key|private-?key|auth-?key|encryption-?key|account-?key|otp|pin";
const FLAG = String.raw`--?(?:(?i:[a-z0-9_.-]*(?:${GLUED}))|(?:[a-z0-9]+[-_.])*(?:${ALONE}))`;

/** What no lower-case word of prose has: `use --token to log in`. */
const MARK = "[0-9A-Z!@#$%^*+/=]";
const PLAIN = String.raw`[^\s"'\\;,|0-9A-Z!@#$%^*+/=]`;
const ANY = String.raw`[^\s"'\\;,|]`;
const FLAG_START = String.raw`(?:[0-9A-QS-Z!@#%^+/=]|R[^\sE]|\$[^\s{])`;
const FLAG_VALUE = `(?:${FLAG_START}${ANY}{3,}|[a-z_.~](?:${PLAIN}{2,}${MARK}${ANY}*|${PLAIN}${MARK}${ANY}+|${MARK}${ANY}{2,}))`;

const FLAG_PATTERN = valuePattern({
  detector: "assignment",
  hint: `(?i)-[a-z0-9_.-]*(?:${GLUED}|${ALONE})`,
  regex: `((?:^|[^0-9A-Za-z_-])${FLAG})(?:(\\s{1,4}")${START}[^"]*(")|(\\s{1,4}')${START}[^']*(')|(\\s{1,4})${FLAG_VALUE})`,
  before: "${1}${2}${4}${6}",
  after: "${3}${5}",
  whole: `(?:^|[^0-9A-Za-z_-])${FLAG}\\s{1,4}(?:"${START}[^"]*"|'${START}[^']*'|${FLAG_VALUE})`,
});

interface PasswordOption {
  readonly programs: string;
  /** Short option, with its hyphen. */
  readonly option: string;
  /** Where the value stands: behind the option (`glued`), in the next word (`next`), or in either. */
  readonly value: "glued" | "next" | "either";
  /** A number is a port. */
  readonly words?: true;
}

/** Programs that take a password by a short option. To most others `-p` is a port. */
const OPTIONS: readonly PasswordOption[] = [
  {
    programs: "mysql(?:dump|admin|import|show|check|binlog)?|mariadb(?:-dump|-admin)?|mycli",
    option: "-p",
    value: "glued",
  },
  { programs: "sshpass", option: "-p", value: "either" },
  {
    programs: "login|twine|mongo(?:sh|dump|restore|export|import)?",
    option: "-p",
    value: "next",
    words: true,
  },
  { programs: "sqlcmd|bcp|isql|tsql|osql|mosquitto_(?:pub|sub|rr)", option: "-P", value: "either" },
  { programs: "(?:redis|valkey|keydb)-cli", option: "-a", value: "next" },
  { programs: "ldap(?:search|modify|add|delete|whoami|passwd)", option: "-w", value: "next" },
];
const USER_OPTION = "(?:-u|--user)";
const PROGRAM_HINT = `(?i)${oneOf([...OPTIONS.map(({ programs }) => programs), "curl"])}`;

const GAP: Readonly<Record<PasswordOption["value"], string>> = {
  glued: "",
  next: String.raw`\s{1,4}`,
  either: String.raw`\s{0,4}`,
};
/** More of the same command. */
const BETWEEN = String.raw`\b[^\r\n;|&]*?\s`;
const WORD = String.raw`[^\s"']*`;
const NO_OPTION = START.replace("[^", "[^-");
const NO_NUMBER = String.raw`[0-9:]*(?:[^\s"'\\&;,\[R*<$0-9:-]|R[^\s"'\\E])`;

const passwordForms = OPTIONS.map(({ programs, option, value, words }) => ({
  opening: String.raw`\b(?:${programs})${BETWEEN}${option}${GAP[value]}["']?`,
  first: words === undefined ? NO_OPTION : NO_NUMBER,
}));
const CURL = String.raw`\bcurl${BETWEEN}${USER_OPTION}[\s=]{0,4}["']?`;
const USER_AND_PASSWORD = String.raw`(?:[^\s"':\[R<$-]|R[^\s"':E])[^\s"':]*:[^\s"']+`;

/** Passwords on command lines in texts: `--token …`, `mysql -p…`, `curl -u user:…`. */
export const COMMAND_LINE_PATTERNS: readonly ValuePattern[] = [
  valuePattern({
    detector: "connection_string",
    kind: "connection_string.password",
    hint: PROGRAM_HINT,
    regex: passwordForms.map(({ opening, first }) => `(${opening})${first}${WORD}`).join("|"),
    before: passwordForms.map((_, index) => `\${${index + 1}}`).join(""),
    mask: REDACTED,
    whole: passwordForms.map(({ opening, first }) => `${opening}${first}${WORD}`).join("|"),
  }),
  valuePattern({
    detector: "connection_string",
    kind: "connection_string.credentials",
    hint: "curl",
    regex: `(${CURL})${USER_AND_PASSWORD}`,
    before: "${1}",
    mask: CREDENTIALS,
    whole: CURL + USER_AND_PASSWORD,
  }),
  FLAG_PATTERN,
];

/** Stands between the words of a command line that are looked at as one text. Nobody types it. */
export const WORD_SIGN = "\u241F";
const ONE_WORD = `[^${WORD_SIGN}]+`;
const MORE_WORDS = `${WORD_SIGN}(?:[^${WORD_SIGN}]*${WORD_SIGN})*?`;
const PATH_START = `((?:^|[${WORD_SIGN}/])`;

const wordsOf = ({ programs, option, value }: PasswordOption): string => {
  const gap = { glued: "", next: WORD_SIGN, either: `${WORD_SIGN}?` }[value];
  return `${PATH_START}(?:${programs})${MORE_WORDS}${option}${gap})`;
};

/** The same in `process.command_args`, whose words are joined for this. */
export const COMMAND_WORD_PATTERNS: readonly ValuePattern[] = [
  ...OPTIONS.map((option) =>
    valuePattern({
      detector: "connection_string",
      kind: "connection_string.password",
      regex: wordsOf(option) + (option.words === undefined ? ONE_WORD : `[0-9:]*[^${WORD_SIGN}0-9:]${ONE_WORD}`),
      before: "${1}",
      mask: REDACTED,
    }),
  ),
  valuePattern({
    detector: "connection_string",
    kind: "connection_string.credentials",
    regex: `${PATH_START}curl${MORE_WORDS}${USER_OPTION}[${WORD_SIGN}=]?)[^${WORD_SIGN}:]+:${ONE_WORD}`,
    before: "${1}",
    mask: CREDENTIALS,
  }),
  valuePattern({
    detector: "assignment",
    regex: `((?:^|${WORD_SIGN})${FLAG}${WORD_SIGN})[^${WORD_SIGN}-]${ONE_WORD}`,
    before: "${1}",
  }),
];
