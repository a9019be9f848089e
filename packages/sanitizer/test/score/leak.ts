import type { Secret } from "../corpus/case.ts";

/** The first run of the secret, longer than may be, that one of the texts still holds. */
export function leakIn(texts: readonly string[], { value, maxRun }: Secret): string | undefined {
  const size = Math.min(maxRun + 1, value.length);
  const whole = texts.join("\u0001");
  for (let at = 0; at + size <= value.length; at++) {
    const run = value.slice(at, at + size);
    if (whole.includes(run)) return run;
  }
  return undefined;
}
