/** `base` with those of `extra` that are defined: an absent value is an absent key, here and after JSON. */
export function withDefined<T extends object, E extends object>(
  base: T,
  extra: E,
): T & { [K in keyof E]?: Exclude<E[K], undefined> } {
  const result = { ...base };
  for (const key in extra) {
    if (extra[key] !== undefined) Object.assign(result, { [key]: extra[key] });
  }
  // Every key of E is there with a defined value, or not at all.
  return result;
}
