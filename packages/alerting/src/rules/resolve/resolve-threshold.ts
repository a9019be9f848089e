import type { CompareOp, Threshold } from "../../model/rule.ts";
import type { ReadQuantity } from "../schema/quantity.ts";
import type { When } from "../schema/when-schema.ts";
import type { At } from "./at.ts";

export const COMPARISON_NAMES = ["above", "atLeast", "below", "atMost", "equals", "notEquals"] as const;
type Comparison = (typeof COMPARISON_NAMES)[number];

const COMPARISONS: Readonly<Record<Comparison, CompareOp>> = {
  above: ">",
  atLeast: ">=",
  below: "<",
  atMost: "<=",
  equals: "==",
  notEquals: "!=",
};

/** Unit of what is compared; undefined where nobody knows. */
export type Unit = string | undefined;

/** The one comparison of a condition. */
export function resolveThreshold(when: When, unit: Unit, at: At): Threshold | undefined {
  const [first, second] = COMPARISON_NAMES.filter((name) => when[name] !== undefined);
  if (first === undefined) {
    at.add([], `says nothing to compare with: add one of ${COMPARISON_NAMES.join(", ")}`);
    return undefined;
  }
  if (second !== undefined) {
    at.add([second], `cannot stand beside ${first}: write two rules`);
    return undefined;
  }
  const value = inUnit(when[first], unit, at.below(first));
  const clearAt = resolveClear(when, { comparison: first, value, unit }, at);
  if (value === undefined) return undefined;
  const op = COMPARISONS[first];
  return clearAt === undefined ? { op, value } : { op, value, clearAt };
}

interface Fires {
  readonly comparison: Comparison;
  readonly value: number | undefined;
  readonly unit: Unit;
}

const CLEARS: Readonly<Partial<Record<Comparison, "clearBelow" | "clearAbove">>> = {
  above: "clearBelow",
  atLeast: "clearBelow",
  below: "clearAbove",
  atMost: "clearAbove",
};

function resolveClear(when: When, { comparison, value, unit }: Fires, at: At): number | undefined {
  const right = CLEARS[comparison];
  for (const name of ["clearBelow", "clearAbove"] as const) {
    if (when[name] !== undefined && name !== right) {
      at.add([name], `does not go with ${comparison}${right === undefined ? "" : `: write ${right}`}`);
      return undefined;
    }
  }
  if (right === undefined || when[right] === undefined) return undefined;
  const clearAt = inUnit(when[right], unit, at.below(right));
  if (clearAt === undefined || value === undefined) return undefined;
  if (right === "clearBelow" ? clearAt <= value : clearAt >= value) return clearAt;
  const side = right === "clearBelow" ? "at most" : "at least";
  at.add([right], `${clearAt} is on the wrong side: it must be ${side} the value that fires, ${value}`);
  return undefined;
}

const UNIT_OF = { percent: "1", duration: "s", size: "By" } as const;
const WORD_OF = { percent: "a percentage", duration: "a duration", size: "a size" } as const;

/** A number that is written with a unit must have that of what it is compared with. */
export function inUnit(quantity: ReadQuantity | undefined, unit: Unit, at: At): number | undefined {
  if (quantity === undefined) return undefined;
  const { kind, value } = quantity;
  if (kind !== "number" && unit !== undefined && UNIT_OF[kind] !== unit) {
    at.add([], `${WORD_OF[kind]} cannot be compared with what is measured in ${unit}: write a plain number`);
    return undefined;
  }
  return value;
}
