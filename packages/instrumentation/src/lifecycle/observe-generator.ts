import { types } from "node:util";

import { observePromise } from "./observe-promise.ts";

export interface GeneratorWatch {
  /** Around each piece of the generator's code, so that it runs in the context of its run. */
  readonly resume: <T>(piece: () => T) => T;
  readonly returned: () => void;
  readonly threw: (error: unknown) => void;
}

const METHODS = ["next", "return", "throw"] as const;

/** A generator's own brand: sync ones have `next` that gives a result, async ones a promise of it. */
export function isGenerator(value: unknown): value is object {
  return types.isGeneratorObject(value);
}

/**
 * The same generator object, with its three methods shadowed while it runs. The run ends when the generator is done.
 * The bodies that the language itself resumes (`yield*`, `for of`) read these properties too.
 */
export function observeGenerator(generator: object, watch: GeneratorWatch): void {
  if (!Object.isExtensible(generator)) return watch.returned();
  const restore = (): void => {
    for (const method of METHODS) Reflect.deleteProperty(generator, method);
  };
  const done = (): void => {
    restore();
    watch.returned();
  };
  const failed = (error: unknown): void => {
    restore();
    watch.threw(error);
  };
  for (const method of METHODS) {
    const original: unknown = Reflect.get(generator, method);
    if (typeof original !== "function") continue;
    const shadow = {
      [method](this: unknown, ...args: unknown[]): unknown {
        try {
          const result: unknown = watch.resume(() => Reflect.apply(original, this, args));
          const ended = (value: unknown): void => {
            if (isDone(value)) done();
          };
          if (types.isPromise(result)) observePromise(result, ended, failed);
          else ended(result);
          return result;
        } catch (error) {
          failed(error);
          throw error;
        }
      },
    }[method];
    Object.defineProperty(generator, method, { configurable: true, enumerable: false, writable: true, value: shadow });
  }
}

const isDone = (result: unknown): boolean =>
  typeof result === "object" && result !== null && Reflect.get(result, "done") === true;
