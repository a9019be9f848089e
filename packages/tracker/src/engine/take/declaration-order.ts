import type { Declaration } from "../../model/job.ts";
import type { InstanceEntry } from "../memory/entries.ts";

/** When a process said something: by number and by its clock. */
export interface Point {
  readonly sequence: number;
  readonly declaredMs: number;
}

/** By number where both carry one, for a clock may be set back. */
export function isNewer(a: Point, b: Point): boolean {
  return a.sequence > 0 && b.sequence > 0 ? a.sequence > b.sequence : a.declaredMs > b.declaredMs;
}

/** A declaration of an earlier process under the same instance id says nothing about the order of this one's. */
export function standing(
  declaration: Declaration | undefined,
  entry: InstanceEntry,
  point: Point,
): Declaration | undefined {
  const startMs = declaration?.processStartMs ?? 0;
  const now = entry.instance.processStartMs;
  return startMs !== 0 && now > startMs && point.declaredMs >= now ? undefined : declaration;
}

export const switchPoint = (declaration: Declaration): Point => ({
  sequence: declaration.switchedSequence ?? 0,
  declaredMs: declaration.switchedMs ?? 0,
});
