import { describe, expect, test } from "vitest";

import { defaultSanitizer } from "../score/sanitizer-under-test.ts";
import { CLEAN_TEMPLATES, cleanLines } from "./clean-log.ts";

const CHARACTERS = 10 * 1024 * 1024;
const SEED = Number(process.env["JOBSCOPE_TEST_SEED"] ?? 20_261_124);

/** Lines that may change, each with its reason. There are none. */
const REVIEWED: ReadonlySet<string> = new Set<string>();

describe("ordinary logs", () => {
  test("come from at least 250 templates, no two alike", () => {
    expect(new Set(CLEAN_TEMPLATES).size).toBe(CLEAN_TEMPLATES.length);
    expect(CLEAN_TEMPLATES.length).toBeGreaterThanOrEqual(250);
  });

  test(`10 MB of them: at most one line in 10,000 is changed (seed ${String(SEED)})`, { timeout: 60_000 }, () => {
    const by = defaultSanitizer();
    let lines = 0;
    const changed: string[] = [];
    for (const { line, template } of cleanLines(SEED, CHARACTERS)) {
      lines++;
      const after = by.text(line);
      if (after !== line && !REVIEWED.has(template)) changed.push(`${line}\n  → ${after}`);
    }
    expect(lines).toBeGreaterThan(80_000);
    expect(changed.length, changed.slice(0, 30).join("\n")).toBeLessThanOrEqual(lines / 10_000);
  });
});
