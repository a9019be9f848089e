import type { AlertCommand, AlertCommandResult } from "@jobscope/alerting";
import type { AuditEntry } from "@jobscope/store";

import type { QueryApiDeps } from "../deps.ts";
import { ApiProblem, bodyProblem } from "../reply/api-problem.ts";
import { coreUnavailable } from "./core-unavailable.ts";

type AlertingDeps = Pick<QueryApiDeps, "alerting">;
type ResultOf<Kind extends AlertCommandResult["kind"]> = AlertCommandResult & { readonly kind: Kind };

interface Order {
  readonly command: AlertCommand;
  /** Of what changes something: written with the change, or with why there was none. */
  readonly audit?: AuditEntry;
}

/** Has a command carried out; what else than `wanted` comes back becomes a problem that tells the caller why. */
export async function askAlerting<Kind extends AlertCommandResult["kind"]>(
  deps: AlertingDeps,
  { command, audit }: Order,
  wanted: Kind,
): Promise<ResultOf<Kind>> {
  const result = await sendCommand(deps, { command, ...(audit && { audit }) });
  if (isWanted(result, wanted)) return result;
  if (result.kind === "refused") throw refusalOf(result);
  if (result.kind !== "not_found") throw new Error(`The alerting answered ${command.kind} with ${result.kind}.`);
  const list = command.kind === "expire_silence" ? "silences" : "alerts?active=true";
  throw new ApiProblem({ kind: "not_found", detail: result.detail, fix: `Take \`id\` from GET ${list}.` });
}

/** Has a command carried out, whatever comes back. */
export async function sendCommand(deps: AlertingDeps, { command, audit }: Order): Promise<AlertCommandResult> {
  const alerting = alertingOf(deps);
  try {
    return await (audit === undefined ? alerting.command(command) : alerting.command(command, audit));
  } catch (error) {
    throw coreUnavailable(error);
  }
}

export function alertingOf({ alerting }: AlertingDeps): NonNullable<QueryApiDeps["alerting"]> {
  if (alerting !== undefined) return alerting;
  const fix = "Switch it on with alerting.enabled (--alerting-enabled on).";
  throw new ApiProblem({ kind: "conflict", detail: "This monitor raises no alerts.", fix });
}

/** Matchers that cannot be are a mistake of the request; what else is refused does not fit what there is. */
function refusalOf({ detail, matchers }: ResultOf<"refused">): ApiProblem {
  if (matchers === undefined) return new ApiProblem({ kind: "conflict", detail });
  const parameter = matchers.index === undefined ? "matchers" : `matchers.${matchers.index}`;
  return bodyProblem([{ parameter, detail, fix: matchers.fix }]);
}

function isWanted<Kind extends AlertCommandResult["kind"]>(
  result: AlertCommandResult,
  wanted: Kind,
): result is ResultOf<Kind> {
  return result.kind === wanted;
}
