import { writeSync } from "node:fs";

/** Writes what a scenario sees, one line each, in order; the same lines must come from the bare library. */
export type Log = (what: string, ...values: readonly unknown[]) => void;

export interface Recorder {
  readonly log: Log;
  /** A name for an object in the lines that follow. */
  readonly name: <T>(value: T, name: string) => T;
}

export function createRecorder(write: (line: string) => void = (line) => void writeSync(1, `${line}\n`)): Recorder {
  const names = new Map<unknown, string>();
  const show = (value: unknown): string => {
    const known = names.get(value);
    if (known !== undefined) return `<${known}>`;
    if (value instanceof Date) return value.toISOString();
    if (value instanceof Error) return `${value.name}: ${value.message}`;
    if (value instanceof Promise) return "<promise>";
    if (typeof value === "function") return `<function ${value.name}/${value.length}>`;
    if (Array.isArray(value)) return `[${value.map(show).join(", ")}]`;
    if (typeof value === "string") return JSON.stringify(value.replaceAll(/[\da-f]{8}-[\da-f-]{27}/g, "<uuid>"));
    if (typeof value === "object" && value !== null) {
      const proto: unknown = Object.getPrototypeOf(value);
      if (proto !== Object.prototype && proto !== null) return `<${value.constructor.name}>`;
      return `{${Object.entries(value)
        .map(([key, item]) => `${key}: ${show(item)}`)
        .join(", ")}}`;
    }
    return String(value);
  };
  return {
    log: (what, ...values) => write([what, ...values.map(show)].join(" ")),
    name: (value, name) => {
      names.set(value, name);
      return value;
    },
  };
}

/** What a call gives or throws, as a line. */
export function outcome(log: Log, what: string, call: () => unknown): unknown {
  try {
    const value = call();
    log(what, "gives", value);
    return value;
  } catch (error) {
    log(what, "throws", error);
    return undefined;
  }
}
