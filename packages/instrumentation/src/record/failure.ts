import { types } from "node:util";

import { ownFrames } from "@jobscope/sanitizer";
import type { JobRunResult } from "@jobscope/semconv";

import { cleanText, outgoing } from "./outgoing.ts";
import { MAX_STACK, text } from "./text.ts";

/** What a thrown value says, read once and without trusting it. */
export interface Failure {
  readonly result: JobRunResult;
  /** Low-cardinality: the error's code, else its name. */
  readonly type: string;
  readonly message: string;
  readonly stack: string;
}

const MAX_TYPE = 100;

export function failureOf(error: unknown): Failure {
  if (typeof error !== "object" || error === null) {
    return { result: "failure", type: error === null ? "null" : typeof error, message: plain(error), stack: "" };
  }
  const name = stringOf(error, "name") || constructorName(error);
  return {
    result: resultOf(name),
    // It goes on metrics and is counted per job, so that every signal has to say the same.
    type: text(cleanText(codeOf(error) ?? (name || "Error"), "attribute"), MAX_TYPE),
    message: text(stringOf(error, "message") || (types.isNativeError(error) ? "" : plain(error))),
    stack: stackText(stringOf(error, "stack")),
  };
}

/** As a stack trace leaves the process. */
export const stackText = (stack: string): string =>
  text(outgoing.errorDetail === "reduced" ? ownFrames(stack) : stack, MAX_STACK);

function resultOf(name: string): JobRunResult {
  if (name === "AbortError") return "cancellation";
  return name === "TimeoutError" ? "timeout" : "failure";
}

function codeOf(error: object): string | undefined {
  const code = readOf(error, "code");
  if (typeof code === "string" && code !== "") return code;
  // A DOMException numbers its names; the name says more.
  return typeof code === "number" && Number.isInteger(code) && stringOf(error, "name") === "Error"
    ? String(code)
    : undefined;
}

function readOf(target: object, key: string): unknown {
  try {
    return Reflect.get(target, key);
  } catch {
    return undefined;
  }
}

function stringOf(target: object, key: string): string {
  const value = readOf(target, key);
  return typeof value === "string" ? value : "";
}

function constructorName(error: object): string {
  const constructor = readOf(error, "constructor");
  return typeof constructor === "function" ? stringOf(constructor, "name") : "";
}

function plain(value: unknown): string {
  try {
    return text(typeof value === "object" ? (JSON.stringify(value) ?? "") : String(value));
  } catch {
    return "";
  }
}
