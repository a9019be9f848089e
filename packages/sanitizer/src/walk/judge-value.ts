import { FEWEST_DIGITS, LEFT_TO_OTHERS } from "../detect/assignment/found-kinds.ts";
import { isPlaceholder } from "../detect/assignment/placeholder.ts";
import { NO_SECRETS } from "../detect/assignment/plain-words.ts";
import { countDigits } from "../detect/assignment/secret-like.ts";
import type { KeyClass } from "../model/detector.ts";
import { NOT_ALLOWED } from "./key-book.ts";

/**
 * What is to be done with a value below a sensitive key: replace it whole, judge each of its elements by the same key, or
 * search it as if the key were none.
 */
export type Verdict = "whole" | "elements" | "search";

/** Say that there is no value; under a strong key any other word may be the secret. */
const NO_VALUES: ReadonlySet<string> = new Set(["null", "undefined", "none", "nil", "n/a", "true", "false"]);

export function judgeValue(keyClass: KeyClass, value: unknown): Verdict {
  if (keyClass === NOT_ALLOWED) return value === null || value === undefined ? "search" : "whole";
  if (LEFT_TO_OTHERS.has(keyClass.kind)) return "search";
  switch (typeof value) {
    case "string":
      return judgeText(keyClass, value);
    case "number":
    case "bigint":
      return judgeNumber(keyClass, value);
    case "object":
      return judgeObject(keyClass, value);
    case "symbol":
      return "whole";
    default:
      return "search";
  }
}

function judgeText(keyClass: KeyClass, text: string): Verdict {
  const trimmed = text.trim();
  if (trimmed === "" || isPlaceholder(trimmed, 0, trimmed.length)) return "search";
  const digits = FEWEST_DIGITS.get(keyClass.kind);
  if (digits !== undefined && countDigits(trimmed, 0, trimmed.length) < digits) return "search";
  const plain = keyClass.weak ? NO_SECRETS : NO_VALUES;
  return plain.has(trimmed.toLowerCase()) ? "search" : "whole";
}

function judgeNumber({ kind, weak }: KeyClass, value: number | bigint): Verdict {
  const digits = FEWEST_DIGITS.get(kind);
  if (digits === undefined) return weak ? "search" : "whole";
  const text = String(value);
  return countDigits(text, 0, text.length) < digits ? "search" : "whole";
}

/** Objects below what is told by its digits, as below a weak word, hold more than the value: they are looked into. */
function judgeObject({ kind, weak }: KeyClass, value: object | null): Verdict {
  if (value === null) return "search";
  if (value instanceof Date) return FEWEST_DIGITS.has(kind) || !weak ? "whole" : "search";
  if (Array.isArray(value)) return weak && !FEWEST_DIGITS.has(kind) ? "search" : "elements";
  return weak || FEWEST_DIGITS.has(kind) ? "search" : "whole";
}
