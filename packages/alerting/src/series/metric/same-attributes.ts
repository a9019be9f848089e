import type { Attributes } from "@jobscope/otlp";

/** Same names with the same plain values. Lists and maps count as different: a cheap look, which need not find every equality. */
export function sameAttributes(a: Attributes, b: Attributes): boolean {
  let names = 0;
  for (const name in a) {
    if (!Object.hasOwn(a, name)) continue;
    if (!Object.is(a[name], b[name]) || a[name] === undefined) return false;
    names += 1;
  }
  for (const name in b) if (Object.hasOwn(b, name)) names -= 1;
  return names === 0;
}
