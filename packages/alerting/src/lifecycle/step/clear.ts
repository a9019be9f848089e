import type { Alert, ResolveReason } from "../../model/alert.ts";
import type { Cleared } from "../../model/evaluation.ts";
import { isCalm, withFlip } from "./flaps.ts";
import type { StepContext } from "./step-context.ts";
import { without } from "./without.ts";

export interface Clearing {
  readonly reason: ResolveReason;
  readonly cleared?: Cleared | undefined;
  /** For people. */
  readonly detail?: string;
}

/** The condition does not hold: the alert's next state, or undefined where it never fired and is forgotten. */
export function clear(alert: Alert, clearing: Clearing, context: StepContext): Alert | undefined {
  if (alert.state === "pending") return undefined;
  if (alert.state === "resolved") return alert;
  const { rule, atMs } = context;
  const first = alert.keepFiringSinceMs === undefined;
  const sinceMs = Math.min(alert.keepFiringSinceMs ?? atMs, atMs);
  const held = without(alert, "missingSinceMs");
  const flipped = rule.flapControl && first ? withFlip(held, atMs) : held;
  if (flipped.flapping === true) {
    return isCalm(flipped, atMs) ? resolve(without(flipped, "flips"), clearing, context) : keptFiring(flipped, sinceMs);
  }
  if (rule.keepFiringForMs > 0 && atMs - sinceMs < rule.keepFiringForMs) return keptFiring(held, sinceMs);
  return resolve(rule.flapControl ? withFlip(held, atMs) : held, clearing, context);
}

function keptFiring(alert: Alert, sinceMs: number): Alert {
  if (alert.state === "firing" && alert.keepFiringSinceMs === sinceMs) return alert;
  return { ...alert, state: "firing", keepFiringSinceMs: sinceMs };
}

/** It is over, whatever `keepFiringFor` says. */
export function resolve(alert: Alert, clearing: Clearing, context: StepContext): Alert {
  return resolved(alert, clearing, resolvedAt(alert, clearing.cleared, context));
}

/** Value and annotations stay those of its last firing. */
export function resolved(alert: Alert, { cleared, reason, detail = cleared?.reason }: Clearing, atMs: number): Alert {
  return {
    ...without(alert, "keepFiringSinceMs", "missingSinceMs"),
    state: "resolved",
    resolvedAtMs: atMs,
    resolveReason: reason,
    ...(detail === undefined ? {} : { resolveDetail: detail }),
    ...(cleared?.goodRunKey === undefined ? {} : { goodRunKey: cleared.goodRunKey }),
    ...(cleared?.evidence === undefined ? {} : { evidence: { ...alert.evidence, ...cleared.evidence } }),
  };
}

/** Event time where a rule is judged by events, never before it fired. */
function resolvedAt(alert: Alert, cleared: Cleared | undefined, { rule, atMs }: StepContext): number {
  if (rule.mode === "grid" || cleared?.atMs === undefined) return atMs;
  return Math.max(Math.min(cleared.atMs, atMs), alert.firedAtMs ?? cleared.atMs);
}
