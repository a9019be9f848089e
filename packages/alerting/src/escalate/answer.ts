import type { Incident } from "../model/incident.ts";
import { hashOf } from "../model/labels.ts";
import type { EscalationPolicy } from "../model/routing.ts";
import { readAckToken } from "./ack-token.ts";
import type { GroupRef, Refusal } from "./escalator.ts";
import type { IncidentBook } from "./incident-book.ts";

interface Answer {
  readonly by: string;
  readonly nowMs: number;
  readonly policy: EscalationPolicy | undefined;
}

/** Somebody knows: nobody further is told, until the acknowledgement times out. */
export function acknowledge(book: IncidentBook, incident: Incident, { by, nowMs, policy }: Answer): Incident {
  const { nextStepMs: _next, snoozedUntilMs: _until, ...rest } = incident;
  const timeoutMs = policy?.ackTimeoutMs ?? 0;
  const acknowledged = book.write({
    ...rest,
    state: "acknowledged",
    acknowledgedBy: by,
    acknowledgedMs: nowMs,
    tokenEpoch: incident.tokenEpoch + 1,
    ...(timeoutMs > 0 ? { nextStepMs: nowMs + timeoutMs } : {}),
  });
  book.tell(acknowledged, { kind: "acknowledged", detail: `Acknowledged by ${by}.` }, nowMs);
  return acknowledged;
}

export function snooze(
  book: IncidentBook,
  incident: Incident,
  { by, untilMs, nowMs }: { readonly by: string; readonly untilMs: number; readonly nowMs: number },
): Incident {
  const snoozed = book.write({
    ...incident,
    state: "snoozed",
    snoozedUntilMs: untilMs,
    nextStepMs: untilMs,
    tokenEpoch: incident.tokenEpoch + 1,
  });
  const until = new Date(untilMs).toISOString();
  book.tell(snoozed, { kind: "snoozed", detail: `Snoozed by ${by} until ${until}.` }, nowMs);
  return snoozed;
}

/** The incident of a group: open, ended just now, or a new one for a group that does not escalate. Not written yet. */
export function incidentFor(book: IncidentBook, group: GroupRef, nowMs: number): Incident {
  const incident = book.ofGroup(group.key);
  if (incident !== undefined && incident.state !== "resolved") return incident;
  if (incident !== undefined) {
    const { resolvedMs: _resolved, ...rest } = incident;
    return { ...rest, state: "triggered", alertIds: group.alerts };
  }
  return {
    id: hashOf(`incident\u{0}${group.key}\u{0}${nowMs}`),
    groupKey: group.key,
    policy: "",
    state: "triggered",
    level: 0,
    loop: 1,
    openedMs: nowMs,
    tokenEpoch: 1,
    alertIds: group.alerts,
  };
}

/** The incident that a link stands for, or why it does not work (any more). */
export function incidentOfToken(
  book: IncidentBook,
  token: string,
  { sign, nowMs }: { readonly sign: (text: string) => string; readonly nowMs: number },
): Incident | Refusal {
  const read = readAckToken(token, sign);
  if (read === undefined) return { refused: "This link was not made by this monitor, or was cut off on its way." };
  if (nowMs > read.expiresMs)
    return { refused: "This link has expired: it works for 7 days. A newer message has a new one." };
  const incident = book.byId(read.incidentId);
  if (incident === undefined) return { refused: "The incident is over: there is nothing to acknowledge." };
  if (incident.state === "resolved") {
    const at = timeOf(incident.resolvedMs ?? nowMs);
    return { refused: `The incident was resolved at ${at}: there is nothing to acknowledge.` };
  }
  return incident.tokenEpoch === read.epoch ? incident : usedUp(incident);
}

function usedUp(incident: Incident): Refusal {
  if (incident.state === "acknowledged") {
    const at = timeOf(incident.acknowledgedMs ?? 0);
    const by = incident.acknowledgedBy ?? "somebody";
    return { refused: `The incident was acknowledged by ${by} at ${at} already.`, already: true };
  }
  if (incident.state === "snoozed") return { refused: "The incident is snoozed: nobody is told of it at present." };
  return { refused: "This link was used already. The newest message about the incident has a new one." };
}

/** `2026-11-25 10:02:03 UTC`. */
const timeOf = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19).replace("T", " ")} UTC`;
