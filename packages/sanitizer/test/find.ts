import { compile } from "../src/detect/scan/program.ts";
import { scanText } from "../src/detect/scan/scan-text.ts";
import { TextScan } from "../src/detect/scan/text-scan.ts";
import type { Detector, KeyClass } from "../src/model/detector.ts";

/** What these detectors find in a text, as `kind=found`, in order; for tests of one detector alone. */
export function finder(
  detectors: readonly Detector[],
  keyClass?: (key: string) => KeyClass | undefined,
): (text: string) => readonly string[] {
  const program = compile(detectors, keyClass);
  const scan = new TextScan(program);
  return (text) => {
    scanText(scan, program, text);
    return scan.kinds.map(({ name }, i) => `${name}=${text.slice(scan.ranges[2 * i], scan.ranges[2 * i + 1])}`);
  };
}
