import { monotonicMs } from "../record/real-clock.ts";
import { defer } from "./deferred.ts";

/**
 * Learns how a promise ends without changing what its owner sees.
 *
 * A handler of ours marks the promise as handled, and then a rejection that nobody else handles would no longer crash
 * the process. So we watch whether anybody else attaches: `await`, `then`, `catch`, `finally` and the combinators all
 * read `constructor` of the promise first (PromiseResolve and SpeciesConstructor of the language). Until the first
 * read, the promise has a prototype whose only own property is a getter for it; then it is as it was. Where nobody
 * has read it when the promise rejects, the promise derived from it is rejected in its place: Node reports it as
 * unhandled once, at the same point in time, and as handled later if somebody attaches after all. Nothing is done to
 * `Promise.prototype`, whose changes would slow every promise of the process.
 */

/** Exists as long as nobody else has attached to the promise. */
interface Watch {
  readonly original: object;
  /** Set once it was rejected in place of the watched promise. */
  derived: Promise<unknown> | undefined;
}

// Taken once and always called with its promise: a page of user code may replace it later.
// oxlint-disable-next-line typescript/unbound-method
const promiseThen = Promise.prototype.then;
const watches = new WeakMap<object, Watch>();
/** Original prototype → the one with the getter. */
const watchedPrototypes = new WeakMap<object, object>();
let attaching = false;

const ignore = (): void => {};

function watchedPrototype(original: object): object {
  const present = watchedPrototypes.get(original);
  if (present !== undefined) return present;
  const made: object = Object.create(original, {
    constructor: {
      configurable: true,
      enumerable: false,
      get(this: object): unknown {
        if (attaching) return Promise;
        release(this);
        return Reflect.get(original, "constructor", this);
      },
      set(this: object, value: unknown): void {
        release(this);
        Reflect.set(this, "constructor", value);
      },
    },
  });
  watchedPrototypes.set(original, made);
  return made;
}

/** Somebody attaches, or may: the promise becomes as it was, and what we reported in its place is taken back. */
function release(promise: object): void {
  const watch = watches.get(promise);
  if (watch === undefined) return;
  endWatch(promise, watch);
  if (watch.derived !== undefined) void promiseThen.call(watch.derived, undefined, ignore);
}

export function observePromise(
  promise: Promise<unknown>,
  fulfilled: (value: unknown) => void,
  /** `atMs`: the monotonic time of the rejection, where it is told later. */
  rejected: (reason: unknown, atMs?: number) => void,
): void {
  const watch = watches.has(promise) ? undefined : startWatch(promise);
  void attach(
    promise,
    (value) => {
      if (watch !== undefined) endWatch(promise, watch);
      fulfilled(value);
    },
    (reason) => {
      if (watch === undefined || watches.get(promise) !== watch) return rejected(reason);
      // A promise derived without handlers passes the rejection on as it was.
      watch.derived = attach(promise);
      // Reading `stack` would take the source line out of the crash report that may follow.
      const atMs = monotonicMs();
      defer(() => rejected(reason, atMs));
    },
  );
}

/** Undefined where it cannot be watched (frozen): a missing crash report is better there than a false one. */
function startWatch(promise: Promise<unknown>): Watch | undefined {
  const original: object | null = Object.getPrototypeOf(promise);
  if (original === null || Object.hasOwn(promise, "constructor") || !Object.isExtensible(promise)) return undefined;
  const watch: Watch = { original, derived: undefined };
  watches.set(promise, watch);
  Object.setPrototypeOf(promise, watchedPrototype(original));
  return watch;
}

function endWatch(promise: object, watch: Watch): void {
  if (watches.get(promise) !== watch) return;
  watches.delete(promise);
  Object.setPrototypeOf(promise, watch.original);
}

function attach(
  promise: Promise<unknown>,
  fulfilled?: (value: unknown) => void,
  rejected?: (reason: unknown) => void,
): Promise<unknown> {
  attaching = true;
  try {
    return promiseThen.call(promise, fulfilled, rejected);
  } finally {
    attaching = false;
  }
}
