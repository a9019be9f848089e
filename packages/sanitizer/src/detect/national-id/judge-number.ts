import type { DigitRun, NumberLook, Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { isLetter } from "../scan/characters.ts";
import { Evidence } from "./evidence.ts";
import type { LayoutTable, Placed } from "./layout.ts";
import { hasSeparators, headOf, keyOf, MAX_GROUPS, tableOf } from "./layout.ts";
import { MIXED_RULES } from "./mixed-rules.ts";
import { BEYOND_EUROPE } from "./numbers-beyond-europe.ts";
import { NORTH_AND_EAST_EUROPE } from "./numbers-north-and-east-europe.ts";
import { WESTERN_EUROPE } from "./numbers-western-europe.ts";
import type { Found, MixedRule, NumberRule } from "./rule.ts";

/** No id begins with fewer digits where nothing separates them. */
const FEWEST_DIGITS = 6;
/** Up to here an id has a letter or a sign behind its digits. */
const FEWEST_WITHOUT_LETTER = 8;

interface PlacedNumber {
  readonly rule: NumberRule;
  readonly alone: boolean;
}

interface Reading {
  readonly scan: Scan;
  readonly run: DigitRun;
  readonly evidence: Evidence;
}

const numbers: LayoutTable<PlacedNumber> = tableOf<PlacedNumber>(
  [...BEYOND_EUROPE, ...WESTERN_EUROPE, ...NORTH_AND_EAST_EUROPE].flatMap((rule) => [
    ...rule.alone.map((layout) => [layout, { rule, alone: true }] as const),
    ...rule.told.map((layout) => [layout, { rule, alone: false }] as const),
  ]),
);

const mixed: LayoutTable<MixedRule> = tableOf(
  MIXED_RULES.flatMap((rule) => rule.layouts.map((layout) => [layout, rule] as const)),
);

const heads: Uint8Array = numbers.heads.map((head, index) => head | (mixed.heads[index] ?? 0));

export const judgeNumber: NumberLook = (scan, run) => {
  if (run.groups === 1) {
    if (run.count < FEWEST_DIGITS || (run.count <= FEWEST_WITHOUT_LETTER && endsPlainly(scan.text, run.end)))
      return GO_ON;
  } else if (heads[headOf(run)] === 0) return GO_ON;
  const reading: Reading = { scan, run, evidence: new Evidence(scan) };
  for (let groups = Math.min(run.groups, MAX_GROUPS); groups > 0; groups--) {
    const end = judgeGroups(reading, groups);
    if (end !== GO_ON) return end;
  }
  return GO_ON;
};

/** Neither a letter nor what may stand before one. */
function endsPlainly(text: string, end: number): boolean {
  const code = text.charCodeAt(end);
  return !isLetter(code) && code !== 45 && code !== 43 && code !== 32;
}

function judgeGroups(reading: Reading, groups: number): number {
  const { groupLengths } = reading.run;
  const placedNumbers =
    groups === 1 ? numbers.bare[groupLengths[0] ?? 0] : numbers.grouped.get(keyOf(groupLengths, groups));
  if (placedNumbers !== undefined) {
    const end = judgeNumbers(reading, placedNumbers);
    if (end !== GO_ON) return end;
  }
  const placedMixed = groups === 1 ? mixed.bare[groupLengths[0] ?? 0] : mixed.grouped.get(keyOf(groupLengths, groups));
  return placedMixed === undefined ? GO_ON : judgeMixed(reading, placedMixed);
}

function judgeNumbers(reading: Reading, rules: readonly Placed<PlacedNumber>[]): number {
  const { scan, run } = reading;
  for (const placed of rules) {
    const { rule, alone } = placed.rule;
    if (!hasSeparators(scan.text, run, placed) || !rule.valid(run.digits)) continue;
    const end = (run.at[placed.count - 1] ?? 0) + 1;
    const enough = alone && (rule.unmistakable?.(run.digits) ?? true);
    if (reading.evidence.suffices(rule, { start: run.start, end, canonical: enough })) {
      scan.report(rule.kind, run.start, end);
      return end;
    }
  }
  return GO_ON;
}

const found: Found = { start: 0, end: 0, canonical: false };

function judgeMixed(reading: Reading, rules: readonly Placed<MixedRule>[]): number {
  const { scan, run } = reading;
  for (const placed of rules) {
    if (!hasSeparators(scan.text, run, placed)) continue;
    const digitsEnd = (run.at[placed.count - 1] ?? 0) + 1;
    const input = { text: scan.text, run, digitsEnd, floor: scan.floor };
    if (placed.rule.read(input, found) && reading.evidence.suffices(placed.rule, found)) {
      scan.report(placed.rule.kind, found.start, found.end);
      return found.end;
    }
  }
  return GO_ON;
}
