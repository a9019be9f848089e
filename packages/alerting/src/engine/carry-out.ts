import type { Escalator, Refusal } from "../escalate/escalator.ts";
import type { Alert } from "../model/alert.ts";
import type { AlertCommand, AlertCommandResult, SilenceInput } from "../model/alerting.ts";
import type { Incident } from "../model/incident.ts";
import { checkMatchers, SilenceRefused } from "../route/check-silence.ts";
import type { Router } from "../route/router.ts";

export interface CommandPorts {
  readonly router: Router;
  readonly escalator: Escalator;
  readonly randomId: () => string;
  /** Alerts of a group that its receiver knows of. */
  readonly toldIn: (groupKey: string) => readonly Alert[];
}

/** Carries out what a person asked for. What cannot be done is a result, not an exception. */
export function carryOut(command: AlertCommand, ports: CommandPorts, nowMs: number): AlertCommandResult {
  try {
    return obey(command, ports, nowMs);
  } catch (error) {
    if (!(error instanceof SilenceRefused)) throw error;
    return { kind: "refused", detail: error.message, ...(error.fault && { matchers: error.fault }) };
  }
}

function obey(command: AlertCommand, ports: CommandPorts, nowMs: number): AlertCommandResult {
  const { router, escalator } = ports;
  switch (command.kind) {
    case "suppress":
      return suppress(command.silence, ports, nowMs);
    case "preview_silence":
      checkMatchers(command.matchers);
      return { kind: "hides", hides: router.hides(command.matchers) };
    case "expire_silence": {
      const silence = router.expireSilence(command.id, nowMs, command.by);
      if (silence === undefined) return { kind: "not_found", detail: "There is no silence with this id." };
      return { kind: "silence", silence, hides: [] };
    }
    case "acknowledge":
    case "snooze":
      return forAlert(command, ports, nowMs);
    case "acknowledge_by_token":
      return withAlerts(escalator.acknowledgeByToken(command.token, command.by, nowMs), ports);
    case "inspect_token":
      return withAlerts(escalator.inspectToken(command.token, nowMs), ports);
    case "explain": {
      const explanation = router.explain(command.alertId, nowMs);
      return explanation === undefined ? unknownAlert() : { kind: "explanation", explanation };
    }
  }
}

function suppress(input: SilenceInput, { router, randomId }: CommandPorts, nowMs: number): AlertCommandResult {
  const silence = router.suppress(input, nowMs, randomId());
  return { kind: "silence", silence, hides: router.hides(silence.matchers) };
}

/** An alert may be in several groups: whoever knows of it knows of it in all of them. */
function forAlert(
  command: AlertCommand & { readonly kind: "acknowledge" | "snooze" },
  ports: CommandPorts,
  nowMs: number,
): AlertCommandResult {
  const groups = ports.router.groupsOf(command.alertId);
  if (groups.length === 0) return unknownAlert();
  // Its group may remember it until the next look: acknowledged now, the next failure would call nobody.
  if (ports.router.explain(command.alertId, nowMs)?.state === "resolved") return overAlert();
  const { escalator } = ports;
  const incidents = groups.map((group) =>
    command.kind === "acknowledge"
      ? escalator.acknowledge(group, command.by, nowMs)
      : escalator.snooze(group, command, nowMs),
  );
  return { kind: "incidents", incidents, alerts: incidents.flatMap(({ groupKey }) => ports.toldIn(groupKey)) };
}

function withAlerts(result: Incident | Refusal, ports: CommandPorts): AlertCommandResult {
  if ("refused" in result) {
    return { kind: "refused", detail: result.refused, ...(result.already === true && { already: true }) };
  }
  return { kind: "incidents", incidents: [result], alerts: ports.toldIn(result.groupKey) };
}

const unknownAlert = (): AlertCommandResult => ({
  kind: "not_found",
  detail: "No group holds an alert with this id any more: it is resolved and told, or never was.",
});

const overAlert = (): AlertCommandResult => ({
  kind: "not_found",
  detail: "The alert is over: there is nothing left to acknowledge.",
});
