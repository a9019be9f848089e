import type { Limits } from "../model/limits.ts";
import { defaultLimits } from "../model/limits.ts";
import { readFields, readInteger } from "./read-value.ts";

/** Deeper, and a copy needs more stack than there is by default; longer, and no string can be. */
const RANGES: Readonly<Record<keyof Limits, readonly [number, number]>> = {
  maxDepth: [1, 512],
  maxNodes: [1, 10_000_000],
  maxStringLength: [64, 256 * 1024 * 1024],
};

/** @throws {PolicyError} */
export function parseLimits(given: unknown): Limits {
  const fields = readFields("limits", given ?? {}, Object.keys(RANGES));
  const read = (name: keyof Limits): number =>
    fields[name] === undefined ? defaultLimits[name] : readInteger(`limits.${name}`, fields[name], RANGES[name]);
  return { maxDepth: read("maxDepth"), maxNodes: read("maxNodes"), maxStringLength: read("maxStringLength") };
}
