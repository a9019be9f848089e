import { isAttributeSecret, isSecretNumber } from "../detect/assignment/judge/attribute-value.ts";
import { FEWEST_DIGITS } from "../detect/assignment/judge/fewest-digits.ts";
import { LEFT_TO_OTHERS } from "../detect/assignment/judge/left-to-others.ts";
import { countDigits, isMeasure, isSecretLike } from "../detect/assignment/judge/secret-like.ts";
import { birthDateKey, cookieKey, tokenKey } from "../detect/key-name/key-kinds.ts";
import { isPlaceholder } from "../detect/value/placeholder.ts";
import type { KeyClass } from "../model/detector.ts";
import { NOT_ALLOWED } from "./key-book.ts";

/**
 * What is to be done with a value below a sensitive key: replace it whole, judge each of its parts by the same key, or
 * search it as if the key were none.
 */
export type Verdict = "whole" | "elements" | "search";

export function judgeBelow(keyClass: KeyClass, value: unknown): Verdict {
  if (keyClass === NOT_ALLOWED) return value === null || value === undefined ? "search" : "whole";
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

const SHORTEST_TOKEN = 12;

function judgeText(keyClass: KeyClass, text: string): Verdict {
  const trimmed = text.trim();
  const { length } = trimmed;
  const { kind, weak } = keyClass;
  if (length === 0 || isPlaceholder(trimmed, 0, length)) return "search";
  // Their own detectors find the exact part.
  if (LEFT_TO_OTHERS.has(kind)) return weak || isStructured(trimmed) ? "search" : "whole";
  const fewest = FEWEST_DIGITS.get(kind);
  const isValue = fewest === undefined ? isAttributeSecret(keyClass, trimmed) : hasDigits(keyClass, trimmed, fewest);
  return isValue ? "whole" : "search";
}

function hasDigits({ kind, weak }: KeyClass, text: string, fewest: number): boolean {
  const { length } = text;
  // `{ phone: "iPhone 15" }` is none; `{ ssn: "DTBvb2C8Duug3U" }`, a token in its place, is.
  if (countDigits(text, 0, length) < fewest) return !weak && length >= SHORTEST_TOKEN && isSecretLike(text, 0, length);
  return kind === birthDateKey || !isMeasure(text, 0, text.length);
}

/** An address, a URL or settings: what their own detectors know. */
const isStructured = (text: string): boolean =>
  text.includes("@") || text.includes("=") || text.includes(":") || text.includes(";");

function judgeNumber({ kind, weak }: KeyClass, value: number | bigint): Verdict {
  const digits = FEWEST_DIGITS.get(kind);
  if (digits === undefined) return !weak && (kind.action !== undefined || isSecretNumber(value)) ? "whole" : "search";
  const text = String(value);
  return countDigits(text, 0, text.length) < digits ? "search" : "whole";
}

/**
 * Objects below what is told by its digits, as below a weak word, hold more than the value: they are looked into. Of other
 * plain objects each part is judged by the key: their structure stays, and nothing of what they hold.
 */
function judgeObject(keyClass: KeyClass, value: object | null): Verdict {
  if (value === null) return "search";
  const isSure = !keyClass.weak || FEWEST_DIGITS.has(keyClass.kind);
  if (value instanceof Date) return isSure ? "whole" : "search";
  if (Array.isArray(value)) return isSure ? "elements" : "search";
  if (isPlain(value)) return judgeRecord(keyClass, value);
  return holdsMore(keyClass) ? "search" : "whole";
}

/** `tokens: { access, refresh, used }`: what is drawn among the parts is a token, whatever they are called. */
function judgeRecord(keyClass: KeyClass, value: object): Verdict {
  if (keyClass.kind === tokenKey || isAnyValue(value)) return "elements";
  return holdsMore(keyClass) || (keyClass.kind === cookieKey && isCookieSetting(value)) ? "search" : "elements";
}

/** `cookie: { path: "/", maxAge: 3600000, httpOnly: true }`: how a session's cookie is to be set, as Express keeps it. */
const isCookieSetting = (value: object): boolean =>
  !Object.hasOwn(value, "value") && COOKIE_SETTINGS.some((name) => Object.hasOwn(value, name));

const COOKIE_SETTINGS: readonly string[] = ["maxAge", "originalMaxAge", "httpOnly", "sameSite"];

const holdsMore = ({ kind, weak }: KeyClass): boolean => weak || FEWEST_DIGITS.has(kind) || LEFT_TO_OTHERS.has(kind);

const ANY_VALUES: ReadonlySet<string> = new Set(["stringValue", "intValue", "doubleValue", "bytesValue"]);

/** OTLP's wrapper around one value: the key says of what is within what it says without. */
function isAnyValue(value: object): boolean {
  const [key, ...more] = Object.keys(value);
  return key !== undefined && more.length === 0 && ANY_VALUES.has(key);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
