/** Gives `replacement` the `.name` and `.length` of `original`. */
export function disguise<F extends object>(replacement: F, original: object): F {
  for (const property of ["name", "length"]) {
    const descriptor = Object.getOwnPropertyDescriptor(original, property);
    if (descriptor !== undefined) Object.defineProperty(replacement, property, descriptor);
  }
  return replacement;
}

/** A class that stands in for another: the look of its methods, `instanceof`, `.name` and `.length`. */
export function disguiseClass<C extends { readonly prototype: object }>(
  replacement: C,
  original: { readonly prototype: object },
): C {
  for (const name of Object.getOwnPropertyNames(replacement.prototype)) {
    const method: unknown = name === "constructor" ? undefined : Reflect.get(replacement.prototype, name);
    const overridden: unknown = Reflect.get(original.prototype, name);
    if (typeof method === "function" && typeof overridden === "function") disguise(method, overridden);
  }
  acceptInstancesOf(replacement, original);
  return disguise(replacement, original);
}

/**
 * `instanceof` of an instrumented class holds for every object of the original: others in the process may make their
 * jobs with the bare one. Subclasses of the instrumented class keep the usual meaning.
 */
function acceptInstancesOf(replacement: object, original: object): void {
  Object.defineProperty(replacement, Symbol.hasInstance, {
    configurable: true,
    value(this: unknown, value: unknown): boolean {
      return ordinaryHasInstance(this === replacement ? original : this, value);
    },
  });
}

const ordinaryHasInstance = (type: unknown, value: unknown): boolean =>
  Reflect.apply(Function.prototype[Symbol.hasInstance], type, [value]);

type Method = (...args: unknown[]) => unknown;

/** Shadows a method of one object; invisible to `Object.keys`, `JSON.stringify` and `for in`. */
export function shadow(target: object, name: string, make: (original: Method) => Method): void {
  const original: unknown = Reflect.get(target, name);
  if (typeof original !== "function") return;
  const value = disguise(
    make((...args) => Reflect.apply(original, target, args)),
    original,
  );
  Object.defineProperty(target, name, { configurable: true, enumerable: false, writable: true, value });
}
