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

interface Watch {
  handled: boolean;
  /** Set once it was rejected in place of the watched promise. */
  derived: Promise<unknown> | undefined;
}

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
        release(this, original);
        return Reflect.get(original, "constructor", this);
      },
      set(this: object, value: unknown): void {
        release(this, original);
        Reflect.set(this, "constructor", value);
      },
    },
  });
  watchedPrototypes.set(original, made);
  return made;
}

/** Somebody attaches, or may: the promise becomes as it was, and what we reported in its place is taken back. */
function release(promise: object, original: object): void {
  const watch = watches.get(promise);
  if (watch === undefined) return;
  watches.delete(promise);
  watch.handled = true;
  Object.setPrototypeOf(promise, original);
  if (watch.derived !== undefined) promiseThen.call(watch.derived, undefined, ignore);
}

export function observePromise(
  promise: Promise<unknown>,
  fulfilled: (value: unknown) => void,
  rejected: (reason: unknown) => void,
): void {
  const original: object | null = Object.getPrototypeOf(promise);
  const watch: Watch = { handled: false, derived: undefined };
  const watchable = original !== null && !Object.hasOwn(promise, "constructor") && Object.isExtensible(promise);
  const settle = (): void => {
    if (!watch.handled && original !== null && watches.delete(promise)) Object.setPrototypeOf(promise, original);
  };
  if (watchable) {
    watches.set(promise, watch);
    Object.setPrototypeOf(promise, watchedPrototype(original));
  } else {
    // A frozen promise cannot be watched; a false crash would be worse than a missing one.
    watch.handled = true;
  }
  attaching = true;
  try {
    watch.derived = undefined;
    const derived: Promise<unknown> = promiseThen.call(
      promise,
      (value) => {
        settle();
        fulfilled(value);
      },
      (reason: unknown) => {
        rejected(reason);
        if (watch.handled) return;
        watch.derived = derived;
        throw reason;
      },
    );
  } finally {
    attaching = false;
  }
}
