type Present<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** The same object without the keys whose value is undefined: a filter that was not given is absent. */
export function defined<T extends object>(values: T): Present<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>;
}
