import { randomOf } from "../corpus/random.ts";
import { APPLICATION_LINES } from "./application-lines.ts";
import { BUILD_LINES } from "./build-lines.ts";
import { fill } from "./fill.ts";
import { SYSTEM_LINES } from "./system-lines.ts";

/** Lines that hold nothing to hide, by what writes them. */
export const CLEAN_TEMPLATES: readonly string[] = [...APPLICATION_LINES, ...SYSTEM_LINES, ...BUILD_LINES];

/** Every template in turn, each time with other values, until the texts have so many characters. */
export function* cleanLines(
  seed: number,
  characters: number,
): Generator<{ readonly line: string; readonly template: string }> {
  const random = randomOf(seed);
  let written = 0;
  for (let i = 0; written < characters; i++) {
    const template = CLEAN_TEMPLATES[i % CLEAN_TEMPLATES.length] ?? "";
    const line = fill(template, random);
    written += line.length + 1;
    yield { line, template };
  }
}
