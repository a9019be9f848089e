import type { Incident } from "../model/incident.ts";
import { hashOf } from "../model/labels.ts";
import type { Intent } from "../model/notification.ts";
import type { EscalationPolicy } from "../model/routing.ts";
import { type IncidentBook, REOPEN_MS } from "./incident-book.ts";
import { delayMs } from "./next-step.ts";

/** The incident of a group after it was told of as firing; undefined: it has none. */
export function onFiring(
  book: IncidentBook,
  intent: Intent,
  { policy, nowMs }: { readonly policy: EscalationPolicy | undefined; readonly nowMs: number },
): Incident | undefined {
  const incident = book.ofGroup(intent.groupKey);
  if (incident !== undefined && incident.state !== "resolved") return withAlerts(book, incident, intent);
  if (policy === undefined || policy.levels.length === 0) return undefined;
  const isSame = incident?.resolvedMs !== undefined && nowMs - incident.resolvedMs < REOPEN_MS;
  if (!isSame) return open(book, intent, { policy, nowMs });
  const { resolvedMs: _resolved, acknowledgedBy: _by, acknowledgedMs: _at, ...rest } = incident;
  const reopened = book.write({
    ...rest,
    policy: policy.name,
    state: "triggered",
    level: 0,
    loop: 1,
    nextStepMs: nowMs + delayMs({ level: 0, loop: 1 }, policy),
    tokenEpoch: incident.tokenEpoch + 1,
    alertIds: intent.firing,
  });
  book.tell(reopened, { kind: "reopened", detail: "The same incident again, within 10 min of its end." }, nowMs);
  return reopened;
}

/** All of the group is over: nobody is told further. */
export function resolve(book: IncidentBook, groupKey: string, nowMs: number): void {
  const incident = book.ofGroup(groupKey);
  if (incident === undefined || incident.state === "resolved") return;
  const { nextStepMs: _next, snoozedUntilMs: _until, ...rest } = incident;
  book.write({ ...rest, state: "resolved", resolvedMs: nowMs, tokenEpoch: incident.tokenEpoch + 1, alertIds: [] });
}

function open(
  book: IncidentBook,
  intent: Intent,
  { policy, nowMs }: { readonly policy: EscalationPolicy; readonly nowMs: number },
): Incident {
  return book.write({
    id: hashOf(`incident\u{0}${intent.groupKey}\u{0}${intent.id}`),
    groupKey: intent.groupKey,
    policy: policy.name,
    state: "triggered",
    level: 0,
    loop: 1,
    openedMs: nowMs,
    nextStepMs: nowMs + delayMs({ level: 0, loop: 1 }, policy),
    tokenEpoch: 1,
    alertIds: intent.firing,
  });
}

/** Alerts join and leave an incident; the clock goes on. */
export function withAlerts(
  book: IncidentBook,
  incident: Incident,
  { firing, resolved }: Pick<Intent, "firing" | "resolved">,
): Incident {
  const over = new Set(resolved);
  const alertIds = [...new Set([...incident.alertIds, ...firing])].filter((id) => !over.has(id));
  const isSame =
    alertIds.length === incident.alertIds.length && alertIds.every((id, at) => id === incident.alertIds[at]);
  return isSame ? incident : book.write({ ...incident, alertIds });
}
