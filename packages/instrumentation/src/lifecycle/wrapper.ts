import { types } from "node:util";

import { guarded } from "../record/guard.ts";
import { shared } from "../record/shared.ts";
import { isGenerator, observeGenerator } from "./observe-generator.ts";
import { observePromise } from "./observe-promise.ts";
import { isThenable, observeThenable } from "./observe-thenable.ts";
import type { Run } from "./run.ts";

type Callable = (...args: never[]) => unknown;

interface Wrapped {
  readonly original: Callable;
  /** The registration whose runs the calls are. */
  readonly owner: object;
}

const wrapped: WeakMap<object, Wrapped> = shared("wrapped-functions", () => new WeakMap());

export const wrappedBy = (fn: object): Wrapped | undefined => wrapped.get(fn);

/**
 * A function whose calls are runs. A Proxy, because it alone keeps everything else as it is: `length`, `name`, own
 * properties now and later, prototype, kind, whether `new` works.
 */
export function wrapFunction<F extends Callable>(
  fn: F,
  owner: object,
  begin: (thisArg: unknown, args: readonly unknown[]) => Run,
): F {
  const proxy = new Proxy(fn, {
    apply(target, thisArg: unknown, args: unknown[]): unknown {
      const run = guarded("the start of a run", () => begin(thisArg, args));
      if (run === undefined) return Reflect.apply(target, thisArg, args);
      return callAsRun(run, () => Reflect.apply(target, thisArg, args));
    },
  });
  wrapped.set(proxy, { original: fn, owner });
  guarded("copying metadata", () => copyMetadata(fn, proxy));
  return proxy;
}

export function callAsRun<T>(run: Run, call: () => T): T {
  let result: T;
  try {
    result = enterOrCall(run, call);
  } catch (error) {
    run.fail(error);
    throw error;
  }
  if (run.telemetry.enabled) guarded("observing a result", () => settle(run, result));
  return result;
}

/** A context manager that fails before it calls the job must not cost the job its run. */
function enterOrCall<T>(run: Run, call: () => T): T {
  let called = false;
  try {
    return run.enter(() => {
      called = true;
      return call();
    });
  } catch (error) {
    if (called) throw error;
    return call();
  }
}

function settle(run: Run, result: unknown): void {
  const succeed = (): void => run.succeed();
  if (types.isPromise(result)) {
    observePromise(result, succeed, (error, atMs) => run.fail(error, atMs));
  } else if (isGenerator(result)) {
    observeGenerator(result, {
      resume: (piece) => run.enter(piece),
      returned: succeed,
      threw: (error) => run.fail(error),
    });
  } else if (isThenable(result)) {
    observeThenable(result, { fulfilled: succeed, rejected: (error) => run.fail(error), unused: succeed });
  } else {
    run.succeed();
  }
}

interface MetadataApi {
  readonly getOwnMetadataKeys?: (target: object) => readonly unknown[];
  readonly getOwnMetadata?: (key: unknown, target: object) => unknown;
  readonly defineMetadata?: (key: unknown, value: unknown, target: object) => void;
}

/** The metadata of decorators (reflect-metadata) hangs on the identity of the function. */
function copyMetadata(from: object, to: object): void {
  const { getOwnMetadataKeys, getOwnMetadata, defineMetadata }: MetadataApi & typeof Reflect = Reflect;
  if (getOwnMetadataKeys === undefined || getOwnMetadata === undefined || defineMetadata === undefined) return;
  for (const key of getOwnMetadataKeys(from)) defineMetadata(key, getOwnMetadata(key, from), to);
}
