import type { AlertEvent } from "../model/alert.ts";
import type { Incident } from "../model/incident.ts";
import { hashOf } from "../model/labels.ts";
import type { EscalationPolicy } from "../model/routing.ts";
import type { GroupMove } from "../route/group-move.ts";
import { resolve, withAlerts } from "./follow-intents.ts";
import type { IncidentBook } from "./incident-book.ts";

type PolicyFor = (groupKey: string) => EscalationPolicy | undefined;

interface Context {
  readonly policyFor: PolicyFor;
  readonly nowMs: number;
}

/**
 * The incident of a group goes on in the groups to which its alerts went with another configuration: whoever acknowledged it
 * knows of it still. The first one takes its id along where nothing stays behind, so that links which were sent work on.
 */
export function carryOver(book: IncidentBook, moves: readonly GroupMove[], context: Context): void {
  for (const [from, gone] of Map.groupBy(
    moves.filter(({ to }) => to.length > 0),
    (move) => move.from,
  )) {
    const source = book.ofGroup(from);
    if (source !== undefined && source.state !== "resolved") carryOne(book, source, { gone, context });
  }
}

function carryOne(
  book: IncidentBook,
  source: Incident,
  { gone, context }: { readonly gone: readonly GroupMove[]; readonly context: Context },
): void {
  const known = new Set(source.alertIds);
  const left = new Set(source.alertIds);
  const byTarget = new Map<string, string[]>();
  for (const { alertIds, to } of gone) {
    const ids = alertIds.filter((id) => known.has(id));
    for (const id of ids) left.delete(id);
    for (const { key } of to) {
      const there = byTarget.get(key) ?? [];
      there.push(...ids);
      byTarget.set(key, there);
    }
  }
  let heirs = 0;
  if (left.size > 0) book.write({ ...source, alertIds: [...left] });
  for (const [groupKey, alertIds] of byTarget) {
    const isHeir = left.size === 0 && heirs === 0;
    if (alertIds.length > 0 && goOn(book, source, { groupKey, alertIds, isHeir, context })) heirs += 1;
  }
  if (left.size === 0) resolve(book, source.groupKey, context.nowMs);
}

interface Target {
  readonly groupKey: string;
  readonly alertIds: readonly string[];
  readonly isHeir: boolean;
  readonly context: Context;
}

/** Returns whether the group got an incident by it: it may have one already, or escalate to nobody. */
function goOn(book: IncidentBook, source: Incident, { groupKey, alertIds, isHeir, context }: Target): boolean {
  const there = book.ofGroup(groupKey);
  if (there !== undefined && there.state !== "resolved") {
    withAlerts(book, there, { firing: alertIds, resolved: [] });
    return false;
  }
  const policy = context.policyFor(groupKey);
  const isAnswered = source.state === "acknowledged" || source.state === "snoozed";
  if (policy === undefined && !isAnswered) return false;
  if (isHeir) book.release(source);
  const id = isHeir ? source.id : hashOf(`${source.id}\u{0}${groupKey}`);
  const next = nextStepOf(source, policy, context.nowMs);
  const { nextStepMs: _next, ...rest } = source;
  const carried = book.write({ ...rest, ...next, id, groupKey, alertIds, policy: policy?.name ?? "" });
  book.tell(carried, eventOf(carried), context.nowMs);
  return true;
}

/** As it was; an acknowledgement in a group that escalated to nobody had no end, and has one where the group escalates. */
function nextStepOf(
  { nextStepMs, state }: Incident,
  policy: EscalationPolicy | undefined,
  nowMs: number,
): Pick<Incident, "nextStepMs"> {
  if (nextStepMs !== undefined) return { nextStepMs };
  const timeoutMs = state === "acknowledged" ? (policy?.ackTimeoutMs ?? 0) : 0;
  return timeoutMs > 0 ? { nextStepMs: nowMs + timeoutMs } : {};
}

function eventOf({ state, acknowledgedBy, snoozedUntilMs }: Incident): Pick<AlertEvent, "kind" | "detail"> {
  const why = "Its route changed with the configuration";
  switch (state) {
    case "acknowledged":
      return { kind: "acknowledged", detail: `${why}: still acknowledged by ${acknowledgedBy ?? "somebody"}.` };
    case "snoozed":
      return { kind: "snoozed", detail: `${why}: still snoozed until ${new Date(snoozedUntilMs ?? 0).toISOString()}.` };
    case "triggered":
    case "exhausted":
    case "resolved":
      return { kind: "reopened", detail: `${why}: the same incident goes on.` };
  }
}
