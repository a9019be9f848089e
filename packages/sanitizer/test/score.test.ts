import { describe, expect, test } from "vitest";

import { GROUPS } from "./corpus/case.ts";
import { CASES } from "./corpus/cases.ts";
import { defaultSanitizer } from "./score/sanitizer-under-test.ts";
import type { Verdict } from "./score/score-corpus.ts";
import { judge, scoreOf } from "./score/score-corpus.ts";

describe("the sanitizer, judged by the corpus", () => {
  const by = defaultSanitizer();
  const verdicts: readonly Verdict[] = CASES.map((one) => judge(one, by));
  const shown = (group: string): string =>
    verdicts
      .filter(({ judged, failed }) => failed && (group === "all" || judged.group === group))
      .map((verdict) => `${verdict.judged.id}: ${verdict.shown}`)
      .join("\n");

  test.each(GROUPS)("%s: recall 0.95, precision 0.97, context kept 0.98", (group) => {
    const score = scoreOf(group, verdicts);
    expect(score.recall, shown(group)).toBeGreaterThanOrEqual(0.95);
    expect(score.precision, shown(group)).toBeGreaterThanOrEqual(0.97);
    expect(score.keepRate, "context lost").toBeGreaterThanOrEqual(0.98);
  });

  test("overall: recall and precision 0.98, context kept 0.98", () => {
    const score = scoreOf("all", verdicts);
    expect(score.recall, shown("all")).toBeGreaterThanOrEqual(0.98);
    expect(score.precision).toBeGreaterThanOrEqual(0.98);
    expect(score.keepRate).toBeGreaterThanOrEqual(0.98);
  });

  test("what was sanitized once is left as it is", () => {
    const moved = verdicts.flatMap(({ judged }) => {
      if (judged.text === undefined) return [];
      const once = by.text(judged.text);
      const twice = by.text(once);
      return twice === once ? [] : [[judged.id, once, twice]];
    });
    expect(moved).toEqual([]);
  });
});
