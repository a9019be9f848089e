import type { AlertCommand, AlertCommandResult, Matcher } from "@jobscope/alerting";
import type { AckView, AlertingPort } from "@jobscope/query-api";
import type { AuditEntry } from "@jobscope/store";

import { EXPLANATION, FIRING, INCIDENT, silenceOf } from "./alert-samples.ts";
import { NOW } from "./samples.ts";

export const TOKEN = "inc-1.0.c2lnbmF0dXJl";

export interface ScriptedAlerting extends AlertingPort {
  /** In the order in which they came. */
  readonly commands: readonly AlertCommand[];
  /** Lines of the audit that came with them. */
  readonly audits: readonly AuditEntry[];
}

/** Stands for the core: knows one alert with its incident, one silence, and one token that is good once. */
export function scriptedAlerting(): ScriptedAlerting {
  const commands: AlertCommand[] = [];
  const audits: AuditEntry[] = [];
  const usedTokens = new Set<string>();
  return {
    commands,
    audits,
    async command(command, audit) {
      commands.push(command);
      if (audit !== undefined) audits.push(audit);
      if (command.kind === "inspect_token" || command.kind === "acknowledge_by_token") {
        if (command.token !== TOKEN) return { kind: "refused", detail: "The link was not signed by this monitor." };
        if (usedTokens.has(TOKEN)) return { kind: "refused", detail: "The link was used already." };
        if (command.kind === "acknowledge_by_token") usedTokens.add(TOKEN);
      }
      return answerTo(command);
    },
    ackPage,
  };
}

const BAD: AlertCommandResult = {
  kind: "refused",
  detail: "Bad regex.",
  matchers: { index: 0, fix: "Send a pattern of RE2." },
};

function isBad(matchers: readonly Matcher[]): boolean {
  return matchers.some(({ value }) => value === "(");
}

function answerTo(command: AlertCommand): AlertCommandResult {
  switch (command.kind) {
    case "suppress": {
      if (isBad(command.silence.matchers)) return BAD;
      const { startsAtMs = NOW, ...given } = command.silence;
      return { kind: "silence", silence: silenceOf("s-new", { ...given, startsAtMs }), hides: [FIRING] };
    }
    case "preview_silence":
      return isBad(command.matchers) ? BAD : { kind: "hides", hides: [FIRING] };
    case "expire_silence": {
      if (command.id !== "s-active") return { kind: "not_found", detail: "There is no silence with this id." };
      const silence = silenceOf(command.id, { endsAtMs: NOW, endedBy: command.by });
      return { kind: "silence", silence, hides: [] };
    }
    case "explain":
      if (command.alertId !== FIRING.id) return { kind: "not_found", detail: "No group holds it." };
      return { kind: "explanation", explanation: EXPLANATION };
    case "acknowledge":
      if (command.alertId !== FIRING.id) return { kind: "not_found", detail: "No group holds it." };
      return incidents({ state: "acknowledged", acknowledgedBy: command.by, acknowledgedMs: NOW });
    case "snooze":
      if (command.alertId !== FIRING.id) return { kind: "not_found", detail: "No group holds it." };
      return incidents({ state: "snoozed", policy: "", snoozedUntilMs: command.untilMs });
    case "acknowledge_by_token":
      return incidents({ state: "acknowledged", acknowledgedBy: command.by, acknowledgedMs: NOW });
    case "inspect_token":
      return incidents({});
  }
}

function incidents(fields: Partial<typeof INCIDENT>): AlertCommandResult {
  return { kind: "incidents", incidents: [{ ...INCIDENT, ...fields }], alerts: [FIRING] };
}

/** As plain as a page with that form can be. */
function ackPage(view: AckView): string {
  if (view.kind === "refused") return `<p role="alert">${view.detail}</p>`;
  const rules = view.alerts.map(({ ruleName }) => `<li>${ruleName}</li>`).join("");
  if (view.kind === "done") return `<p role="status">Acknowledged</p>${rules}`;
  return `${rules}<form method="post"><input type="hidden" name="token" value="${view.token}"><button>Acknowledge</button></form>`;
}
