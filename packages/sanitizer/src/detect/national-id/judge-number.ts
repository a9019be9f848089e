import type { DigitRun, NumberLook, Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { HYPHEN, SPACE } from "../number/separators.ts";
import { codeAt, isAlphanumeric, isLetter } from "../scan/characters.ts";
import { Evidence } from "./context/evidence.ts";
import { PhraseFilter } from "./context/phrase-filter.ts";
import type { LayoutTable, Placed } from "./rules/layout.ts";
import { hasSeparators, headOf, keyOf, keyOfFirst, MAX_GROUPS, slotOf, tableOf } from "./rules/layout.ts";
import { MIXED_RULES } from "./rules/mixed-rules.ts";
import { BEYOND_EUROPE } from "./rules/numbers-beyond-europe.ts";
import { NORTH_AND_EAST_EUROPE } from "./rules/numbers-north-and-east-europe.ts";
import { WESTERN_EUROPE } from "./rules/numbers-western-europe.ts";
import type { Found, MixedRule, NumberRule } from "./rules/rule.ts";

const PLUS = 43;
/** No id begins with fewer digits where nothing separates them. */
const FEWEST_DIGITS = 6;
/** Up to here an id has a letter or a sign behind its digits. */
const FEWEST_WITHOUT_LETTER = 8;

/** In the place of a key: the first group alone. */
const BARE = 0;

/** So many digits nearly always fulfil one state's rule or another's: whether anything is said of them is asked first. */
const SOMEBODYS = 12;

interface PlacedNumber {
  readonly rule: NumberRule;
  readonly alone: boolean;
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

const slots: Uint8Array = numbers.slots.map((slot, index) => slot | (mixed.slots[index] ?? 0));

const evidence = new Evidence(
  new PhraseFilter(
    [...BEYOND_EUROPE, ...WESTERN_EUROPE, ...NORTH_AND_EAST_EUROPE, ...MIXED_RULES].flatMap(({ words }) => [...words]),
  ),
);

export const judgeNumber: NumberLook = (scan, run) => {
  if (run.groups === 1) {
    if (run.count < FEWEST_DIGITS || (run.count <= FEWEST_WITHOUT_LETTER && endsPlainly(scan.text, run.end)))
      return GO_ON;
  } else if (heads[headOf(run)] === 0) return GO_ON;
  evidence.forget();
  const most = Math.min(run.groups, MAX_GROUPS);
  const key = keyOf(run.groupLengths, most);
  for (let groups = most; groups > 0; groups--) {
    const end = judgeGroups(scan, run, groups === 1 ? BARE : keyOfFirst(key, groups));
    if (end !== GO_ON) return end;
  }
  return GO_ON;
};

/** Neither a letter nor what may stand before one. */
function endsPlainly(text: string, end: number): boolean {
  const code = codeAt(text, end);
  if (code === SPACE) return !isLetter(codeAt(text, end + 1)) || isAlphanumeric(codeAt(text, end + 2));
  return !isLetter(code) && code !== HYPHEN && code !== PLUS;
}

function judgeGroups(scan: Scan, run: DigitRun, key: number): number {
  const first = run.groupLengths[0] ?? 0;
  const isBare = key === BARE;
  if (!isBare && slots[slotOf(key)] === 0) return GO_ON;
  const placedNumbers = isBare ? numbers.bare[first] : numbers.grouped.get(key);
  if (placedNumbers !== undefined) {
    const end = judgeNumbers(scan, run, placedNumbers);
    if (end !== GO_ON) return end;
  }
  const placedMixed = isBare ? mixed.bare[first] : mixed.grouped.get(key);
  return placedMixed === undefined ? GO_ON : judgeMixed(scan, run, placedMixed);
}

const found: Found = { start: 0, end: 0, canonical: false };

function judgeNumbers(scan: Scan, run: DigitRun, rules: readonly Placed<PlacedNumber>[]): number {
  for (const placed of rules) {
    const { rule, alone } = placed.rule;
    if (!hasSeparators(scan.text, run, placed)) continue;
    found.start = run.start;
    found.end = (run.at[placed.count - 1] ?? 0) + 1;
    if (!alone && placed.count <= SOMEBODYS && !evidence.mayBeTold(scan, found.start, found.end)) continue;
    if (!rule.valid(run.digits)) continue;
    found.canonical = alone && (rule.unmistakable?.(run.digits) ?? true);
    if (!evidence.suffices(scan, rule, found)) continue;
    scan.report(rule.kind, found.start, found.end);
    return found.end;
  }
  return GO_ON;
}

function judgeMixed(scan: Scan, run: DigitRun, rules: readonly Placed<MixedRule>[]): number {
  for (const placed of rules) {
    if (!hasSeparators(scan.text, run, placed)) continue;
    const digitsEnd = (run.at[placed.count - 1] ?? 0) + 1;
    const input = { text: scan.text, run, digitsEnd, floor: scan.floor };
    if (!placed.rule.read(input, found) || !evidence.suffices(scan, placed.rule, found)) continue;
    scan.report(placed.rule.kind, found.start, found.end);
    return found.end;
  }
  return GO_ON;
}
