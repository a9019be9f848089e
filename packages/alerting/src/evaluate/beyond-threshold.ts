import type { CompareOp, Threshold } from "../model/rule.ts";

/** Whether the value is beyond the threshold; with `isActive` also while it is not back behind `clearAt`. NaN never is. */
export function isBeyond({ op, value, clearAt }: Threshold, measured: number, isActive: boolean): boolean {
  if (Number.isNaN(measured)) return false;
  if (compares(op, measured, value)) return true;
  return isActive && clearAt !== undefined && compares(op, measured, clearAt);
}

function compares(op: CompareOp, a: number, b: number): boolean {
  switch (op) {
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case "==":
      return a === b;
    case "!=":
      return a !== b;
  }
}
