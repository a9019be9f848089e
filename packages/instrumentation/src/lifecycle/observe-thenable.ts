import { nextTurn } from "../record/real-clock.ts";

type Then = (fulfilled?: unknown, rejected?: unknown) => unknown;

export interface ThenableWatch {
  readonly fulfilled: (value: unknown) => void;
  readonly rejected: (reason: unknown) => void;
  readonly unused: () => void;
}

/**
 * A thenable that is no promise may be lazy: calling `then` runs the query. So ours is never called; the caller's own
 * call is watched. Where nobody calls it within this turn of the event loop, `unused` says so.
 */
export function observeThenable(thenable: object, { fulfilled, rejected, unused }: ThenableWatch): void {
  const own = Object.getOwnPropertyDescriptor(thenable, "then");
  const then: unknown = Reflect.get(thenable, "then");
  if (typeof then !== "function" || !Object.isExtensible(thenable) || own?.configurable === false) return unused();
  let open = true;
  const restore = (): void => {
    open = false;
    if (own === undefined) Reflect.deleteProperty(thenable, "then");
    // oxlint-disable-next-line unicorn/no-thenable
    else Object.defineProperty(thenable, "then", own);
  };
  const watched: Then = function watchedThen(this: unknown, onFulfilled, onRejected) {
    restore();
    return Reflect.apply(then, this, [
      (value: unknown) => {
        fulfilled(value);
        return typeof onFulfilled === "function" ? Reflect.apply(onFulfilled, undefined, [value]) : value;
      },
      (reason: unknown) => {
        rejected(reason);
        if (typeof onRejected === "function") return Reflect.apply(onRejected, undefined, [reason]);
        throw reason;
      },
    ]);
  };
  for (const key of ["name", "length"] as const)
    Object.defineProperty(watched, key, { configurable: true, value: then[key] });
  const enumerable = own?.enumerable === true;
  // oxlint-disable-next-line unicorn/no-thenable
  Object.defineProperty(thenable, "then", { configurable: true, enumerable, writable: true, value: watched });
  nextTurn(() => {
    if (!open) return;
    restore();
    unused();
  });
}

export const isThenable = (value: unknown): value is object =>
  ((typeof value === "object" && value !== null) || typeof value === "function") &&
  typeof Reflect.get(value, "then") === "function";
