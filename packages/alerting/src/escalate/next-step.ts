import type { Incident } from "../model/incident.ts";
import type { EscalationPolicy } from "../model/routing.ts";

export type Step =
  /** The receiver of the incident's level is told. */
  | { readonly kind: "level"; readonly incident: Incident; readonly receiver: string }
  | { readonly kind: "exhausted"; readonly incident: Incident; readonly receiver: string | undefined }
  /** Nobody is told: the policy does not exist any more, or has no levels. */
  | { readonly kind: "none"; readonly incident: Incident };

/** No policy, however it is written, pages more often than this. */
const SHORTEST_MS = 1_000;

/**
 * What happens to an incident whose time has come: the next level; after an acknowledgement or a snooze that is over, the
 * first one again.
 */
export function nextStep(incident: Incident, policy: EscalationPolicy | undefined, nowMs: number): Step {
  if (policy === undefined || policy.levels.length === 0) return { kind: "none", incident: freed(incident) };
  const target = targetOf(incident, policy, nowMs);
  if (target === undefined) {
    const { nextStepMs: _next, snoozedUntilMs: _until, ...rest } = incident;
    return { kind: "exhausted", incident: { ...rest, state: "exhausted" }, receiver: policy.exhaustedReceiver };
  }
  const receiver = policy.levels[target.level - 1]?.receiver ?? "";
  const { snoozedUntilMs: _until, ...rest } = incident;
  const told: Incident = { ...rest, ...target, state: "triggered" };
  return { kind: "level", incident: { ...told, nextStepMs: nowMs + delayMs(told, policy) }, receiver };
}

/** How long the level that was told last has, before the next one is told. */
export function delayMs({ level, loop }: Pick<Incident, "level" | "loop">, policy: EscalationPolicy): number {
  const { levels } = policy;
  // After the last level the first one is next, or nobody: then its people get as long as they would get from the level before.
  const next = levels[level] ?? (loop < policy.loops ? levels[0] : levels.at(-1));
  return Math.max(level === 0 ? 0 : SHORTEST_MS, next?.afterMs ?? 0);
}

/** The farthest that the next step may lie ahead; what lies farther was set by a clock that was wrong. */
export function longestMs(incident: Incident, policy: EscalationPolicy | undefined): number | undefined {
  if (policy === undefined || incident.state === "snoozed") return undefined;
  return incident.state === "acknowledged" ? policy.ackTimeoutMs : delayMs(incident, policy);
}

function targetOf(
  { state, level, loop, openedMs }: Incident,
  policy: EscalationPolicy,
  nowMs: number,
): Pick<Incident, "level" | "loop"> | undefined {
  if (policy.stopAfterMs > 0 && nowMs - openedMs > policy.stopAfterMs) return undefined;
  if (state === "acknowledged") return { level: 1, loop: loop + 1 };
  if (state === "snoozed") return { level: 1, loop };
  if (level < policy.levels.length) return { level: level + 1, loop };
  return loop < policy.loops ? { level: 1, loop: loop + 1 } : undefined;
}

function freed(incident: Incident): Incident {
  const { nextStepMs: _next, snoozedUntilMs: _until, ...rest } = incident;
  return { ...rest, state: "triggered" };
}
