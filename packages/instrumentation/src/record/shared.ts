const KEY = Symbol.for("@jobscope/instrumentation/1");

interface Holder {
  [KEY]?: Map<string, unknown>;
}

/**
 * One value per process, whatever the number of copies of this package in it (imported and required, or bundled
 * twice): the first copy makes it, all others use that one, so that nothing is counted twice.
 */
export function shared<T extends object>(name: string, make: () => T): T {
  const holder: typeof globalThis & Holder = globalThis;
  const map = (holder[KEY] ??= new Map());
  const present = map.get(name);
  // The key is ours alone and carries its version: what stands there is what `make` of some copy made.
  if (present !== undefined) return present as T;
  const made = make();
  map.set(name, made);
  return made;
}
