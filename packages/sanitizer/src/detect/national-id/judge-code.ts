import type { CodeLook } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { codeAt, isDigit } from "../scan/characters.ts";
import { Evidence } from "./context/evidence.ts";
import { PhraseFilter } from "./context/phrase-filter.ts";
import { CODE_RULES } from "./rules/code-rules.ts";
import type { CodeRule } from "./rules/rule.ts";
import { isUpperText } from "./rules/shape.ts";

const byLetters: (readonly CodeRule[])[] = Array.from({ length: 7 }, (_, letters) =>
  CODE_RULES.filter((rule) => rule.letters === letters),
);

/** By count of letters: the last of the digits that follow the first one in every code. */
const LAST_DIGIT: readonly number[] = [0, 5, 1, 0, 5, 3, 1];

const evidence = new Evidence(new PhraseFilter(CODE_RULES.flatMap(({ words }) => [...words])));

export const judgeCode: CodeLook = (scan, start, digit) => {
  const { text } = scan;
  const rules = byLetters[digit - start];
  // Words such as `utf8`, `v2` and `http2` leave here.
  if (rules === undefined || rules.length === 0) return GO_ON;
  if (!isDigit(codeAt(text, digit + 1)) || !isDigit(codeAt(text, digit + (LAST_DIGIT[digit - start] ?? 1))))
    return GO_ON;
  evidence.forget();
  for (const rule of rules) {
    const end = rule.read(text, start);
    if (end === 0) continue;
    const canonical = rule.alone === "any case" || (rule.alone === "upper case" && isUpperText(text.slice(start, end)));
    if (!evidence.suffices(scan, rule, { start, end, canonical })) continue;
    scan.report(rule.kind, start, end);
    return end;
  }
  return GO_ON;
};
