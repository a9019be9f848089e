import type { AnyValue, Attributes } from "./records.ts";

/** An {@link Attributes} while it is being filled. */
export interface Bag {
  [key: string]: AnyValue | undefined;
}

/**
 * `Object.create(null)` would put every bag in V8's slow dictionary mode. Instances of a constructor whose prototype has no
 * prototype keep hidden classes, and still inherit nothing: `__proto__` and `constructor` are keys like any other.
 */
function BagConstructor(): void {}
BagConstructor.prototype = Object.freeze(Object.create(null));

const Constructor = BagConstructor as unknown as new () => Bag;

export function newBag(): Bag {
  return new Constructor();
}

export const noAttributes: Attributes = Object.freeze(newBag());
