import { ERROR_TYPE_OTHER, MAX_ERROR_TYPES_PER_JOB } from "@jobscope/semconv";

import { shared } from "../record/shared.ts";

/** Why a transport did not take a mail; nothing of the mail itself, whose addresses stand in the server's answers. */
export interface MailFailure {
  /** `service`: it does not work. `refusal`: it refused this mail for now. `mail`: the mail is wrong, or was given up. */
  readonly kind: "service" | "refusal" | "mail";
  /** The transport's code, and the class of the server's answer where there is one: `EAUTH`, `EENVELOPE_5xx`. */
  readonly errorType: string;
  /** For people. */
  readonly message: string;
}

/** Codes of nodemailer, and of the files that a mail attaches, which the mail service has no part in. */
const OF_THE_MAIL: ReadonlySet<string> = new Set([
  "EABORT",
  "AbortError",
  "EMAXRECIPIENTS",
  "EOTP",
  "EFILEACCESS",
  "EURLACCESS",
  "EFETCH",
  "ESTREAM",
  "ENOENT",
  "EACCES",
  "EISDIR",
]);
/** The server answered about this mail, not about the connection. */
const ABOUT_ONE_MAIL: ReadonlySet<string> = new Set(["EENVELOPE", "EMESSAGE"]);
/** Anything else may hold an address, or differ each time. */
const CODE = /^[A-Za-z][A-Za-z0-9_]{0,39}$/;

const types: Set<string> = shared("mail-error-types", () => new Set<string>());

export function mailFailureOf(error: unknown): MailFailure {
  const code = codeOf(error);
  const answer = answerOf(error);
  const digit = answer === undefined ? "" : String(Math.floor(answer / 100));
  const errorType = capped(digit === "" ? code : `${code}_${digit}xx`);
  const said = answer === undefined ? "" : `, the server answered ${answer}`;
  return { kind: kindOf(code, digit), errorType, message: `sending mail failed: ${code}${said}` };
}

function kindOf(code: string, digit: string): MailFailure["kind"] {
  if (OF_THE_MAIL.has(code)) return "mail";
  if (!ABOUT_ONE_MAIL.has(code)) return "service";
  return digit === "4" ? "refusal" : "mail";
}

function codeOf(error: unknown): string {
  for (const key of ["code", "name"]) {
    const value = readOf(error, key);
    if (typeof value === "string" && CODE.test(value)) return value;
  }
  return "Error";
}

function answerOf(error: unknown): number | undefined {
  const value = readOf(error, "responseCode");
  return typeof value === "number" && Number.isInteger(value) && value >= 200 && value < 600 ? value : undefined;
}

function readOf(error: unknown, key: string): unknown {
  try {
    return typeof error === "object" && error !== null ? Reflect.get(error, key) : undefined;
  } catch {
    return undefined;
  }
}

function capped(type: string): string {
  if (types.has(type)) return type;
  if (types.size >= MAX_ERROR_TYPES_PER_JOB) return ERROR_TYPE_OTHER;
  types.add(type);
  return type;
}
