import { hashOf } from "../../model/labels.ts";

const MAX_LENGTH = 300;
/** What differs between two occurrences of one error: quoted names, addresses, ids, numbers. */
const QUOTED = /"[^"]*"|`[^`]*`|(?<!\w)'[^']*'/g;
const IDENTIFIER = /\b(?:0x[\da-f]+|(?=[\w-]*\d)[\da-f]{4,}(?:-[\da-f]{2,})*)\b/gi;
const NUMBER = /\d+(?:[.,:]\d+)*/g;

/** The message of an error without what is particular to one occurrence. */
export function errorPattern(message: string): string {
  return message
    .slice(0, MAX_LENGTH)
    .replaceAll(QUOTED, "“…”")
    .replaceAll(IDENTIFIER, "#")
    .replaceAll(NUMBER, "#")
    .replaceAll(/\s+/g, " ")
    .trim();
}

export interface ErrorFingerprint {
  /** Short and stable. */
  readonly hash: string;
  readonly errorType: string;
  readonly pattern: string;
}

/** What two failures have in common; undefined where an error says nothing about itself. */
export function fingerprintOfError(errorType: string, message: string): ErrorFingerprint | undefined {
  const pattern = errorPattern(message);
  if (errorType === "" && pattern === "") return undefined;
  return { hash: hashOf(`${errorType}\u{0}${pattern}`), errorType, pattern };
}
