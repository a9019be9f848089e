import { createFinder } from "../src/detect/find-in-text.ts";
import { compile } from "../src/detect/scan/program.ts";
import type { Detector, KeyClass } from "../src/model/detector.ts";

/** What these detectors find in a text, also in disguise and in base64, as `kind=found`, in order. */
export function deepFinder(
  detectors: readonly Detector[],
  keyClass?: (key: string) => KeyClass | undefined,
): (text: string) => readonly string[] {
  const find = createFinder(compile(detectors, keyClass));
  return (text) => {
    const { ranges = [], kinds = [] } = find(text) ?? {};
    return kinds.map(({ name }, i) => `${name}=${text.slice(ranges[2 * i], ranges[2 * i + 1])}`);
  };
}
