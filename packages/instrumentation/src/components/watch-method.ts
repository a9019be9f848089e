import { types } from "node:util";

import { observePromise } from "../lifecycle/observe-promise.ts";
import { isThenable, observeThenable } from "../lifecycle/observe-thenable.ts";
import { guarded } from "../record/guard.ts";
import { monotonicMs } from "../record/real-clock.ts";
import { disguise } from "../schedulers/disguise.ts";

export interface Outcome {
  readonly failed: boolean;
  /** What it failed with. */
  readonly error: unknown;
  readonly durationMs: number;
}

type AnyFunction = (...args: unknown[]) => unknown;
type Settle = (failed: boolean, error: unknown, atMs?: number) => void;

/**
 * Tells `record` how each call of the method ends: a method that takes a callback as its last argument, or else returns a
 * promise. `this`, arguments, what is returned, thrown or rejected, and when, stay as they are. Does nothing where there is
 * no such method.
 */
export function watchMethod(target: object, name: string, record: (outcome: Outcome) => void): void {
  const original: unknown = Reflect.get(target, name);
  if (!isFunction(original)) return;
  const watchedMethod = function (this: unknown, ...args: unknown[]): unknown {
    const settle = settleOnce(record);
    const callback = args.at(-1);
    if (!isFunction(callback)) return callForPromise(() => Reflect.apply(original, this, args), settle);
    const watchedCallback = function (this: unknown, ...results: unknown[]): unknown {
      const [error] = results;
      settle(Boolean(error), error);
      return Reflect.apply(callback, this, results);
    };
    const withCallback = [...args.slice(0, -1), disguise(watchedCallback, callback)];
    return callOrSettle(() => Reflect.apply(original, this, withCallback), settle);
  };
  Object.defineProperty(target, name, {
    configurable: true,
    enumerable: Object.getOwnPropertyDescriptor(target, name)?.enumerable ?? false,
    writable: true,
    value: disguise(watchedMethod, original),
  });
}

const isFunction = (value: unknown): value is AnyFunction => typeof value === "function";

function callOrSettle(call: () => unknown, settle: Settle): unknown {
  try {
    return call();
  } catch (error) {
    settle(true, error);
    throw error;
  }
}

/** A result that is no promise says nothing: `verify` of a transport that has none. */
function callForPromise(call: () => unknown, settle: Settle): unknown {
  const result = callOrSettle(call, settle);
  guarded("observing a mail", () => {
    const fulfilled = (): void => settle(false, undefined);
    const rejected = (error: unknown, atMs?: number): void => settle(true, error, atMs);
    if (types.isPromise(result)) observePromise(result, fulfilled, rejected);
    else if (isThenable(result)) observeThenable(result, { fulfilled, rejected, unused: () => {} });
  });
  return result;
}

function settleOnce(record: (outcome: Outcome) => void): Settle {
  const startedMs = monotonicMs();
  let open = true;
  return (failed, error, atMs = monotonicMs()) => {
    if (!open) return;
    open = false;
    guarded("the outcome of a mail", () => record({ failed, error, durationMs: atMs - startedMs }));
  };
}
