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

// A constructor that gives back what it is given: what extends it puts its private fields on that.
// oxlint-disable-next-line typescript/no-extraneous-class
class Given {
  constructor(promise: object) {
    return promise;
  }
}

/**
 * A private field on the promise itself: nobody else can see it, and the collector has no weak table to walk, which
 * would cost more than all the rest of the watch.
 */
class WatchSlot extends Given {
  #watch: Watch | undefined;

  static of(promise: object): Watch | undefined {
    return #watch in promise ? promise.#watch : undefined;
  }

  static put(promise: object, watch: Watch | undefined): void {
    const slot = #watch in promise ? promise : new WatchSlot(promise);
    slot.#watch = watch;
  }
}

// Taken once and always called with its promise: a page of user code may replace it later.
// oxlint-disable-next-line typescript/unbound-method
const promiseThen = Promise.prototype.then;
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
  const watch = WatchSlot.of(promise);
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
  const watch = newWatch(promise);
  const onFulfilled = (value: unknown): void => {
    if (watch !== undefined) endWatch(promise, watch);
    fulfilled(value);
  };
  const onRejected = (reason: unknown): void => {
    if (watch === undefined || WatchSlot.of(promise) !== watch) return rejected(reason);
    // A promise derived without handlers passes the rejection on as it was.
    watch.derived = attach(promise);
    // Reading `stack` would take the source line out of the crash report that may follow.
    const atMs = monotonicMs();
    defer(() => rejected(reason, atMs));
  };
  // A plain promise derives plain ones; attaching while it still looks plain is the engine's short way.
  const plain = watch?.original === Promise.prototype;
  if (watch !== undefined && !plain) startWatch(promise, watch);
  void attach(promise, onFulfilled, onRejected);
  if (watch !== undefined && plain) startWatch(promise, watch);
}

/** Undefined where it cannot be watched (frozen): a missing crash report is better there than a false one. */
function newWatch(promise: Promise<unknown>): Watch | undefined {
  if (WatchSlot.of(promise) !== undefined) return undefined;
  const original: object | null = Object.getPrototypeOf(promise);
  if (original === null || Object.hasOwn(promise, "constructor") || !Object.isExtensible(promise)) return undefined;
  return { original, derived: undefined };
}

function startWatch(promise: Promise<unknown>, watch: Watch): void {
  WatchSlot.put(promise, watch);
  Object.setPrototypeOf(promise, watchedPrototype(watch.original));
}

function endWatch(promise: object, watch: Watch): void {
  if (WatchSlot.of(promise) !== watch) return;
  WatchSlot.put(promise, undefined);
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
