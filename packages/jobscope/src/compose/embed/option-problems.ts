import type { ConfigProblem } from "../../config/config-error.ts";
import type { MonitoringOptions } from "./monitoring-options.ts";

interface Form {
  readonly isRight: (value: unknown) => boolean;
  readonly fix: string;
}

const FUNCTION: Form = { isRight: (value) => typeof value === "function", fix: "Give a function, or leave it out." };
const OBJECT: Form = { isRight: isObject, fix: "Give an object, or leave it out." };

/** Options that are no settings, as a program without types may get them wrong. */
const FORMS: { readonly [K in keyof MonitoringOptions]?: Form } = {
  authenticate: FUNCTION,
  onHealthChange: FUNCTION,
  env: OBJECT,
  logger: {
    isRight: (value) => isObject(value) && ["info", "warn", "error"].every((level) => isMethod(value, level)),
    fix: "Give an object with the functions info, warn and error, such as console, or leave it out.",
  },
  instrumentation: {
    isRight: (value) => value === false || isObject(value),
    fix: "Give an object, or false, or leave it out.",
  },
  keys: { isRight: (value) => typeof value === "boolean", fix: "Give true or false, or leave it out." },
  cwd: { isRight: (value) => typeof value === "string", fix: "Give the path of a directory, or leave it out." },
};

/** What is wrong with options that are no settings. */
export function optionProblems(options: MonitoringOptions): readonly ConfigProblem[] {
  const { keys, authenticate } = options;
  const nobody: readonly ConfigProblem[] =
    keys === false && authenticate === undefined
      ? [
          {
            key: "keys: false",
            where: WHERE,
            why: "leaves nobody whom the API would answer",
            fix: "Give authenticate, or leave keys out.",
          },
        ]
      : [];
  const misshapen = Object.entries(options).flatMap(([key, value]) => {
    const form = Object.entries(FORMS).find(([name]) => name === key)?.[1];
    if (value === undefined || form === undefined || form.isRight(value)) return [];
    return [{ key, where: WHERE, why: `is ${kindOf(value)}`, fix: form.fix }];
  });
  return [...nobody, ...misshapen];
}

/** What can be used of wrong options, above all to tell of them. */
export function usableOptions(options: MonitoringOptions): MonitoringOptions {
  if (!isObject(options)) return {};
  const wrong = new Set(optionProblems(options).map(({ key }) => key));
  return Object.fromEntries(Object.entries(options).filter(([key]) => !wrong.has(key)));
}

export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const WHERE = "option";

function isMethod(value: object, name: string): boolean {
  return name in value && typeof Reflect.get(value, name) === "function";
}

/** Never the value itself: it may be a secret in the wrong place. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : `of type ${typeof value}`;
}
