import type { AlertCommand, AlertCommandResult } from "@jobscope/alerting";

import { ApiProblem } from "./api-problem.ts";
import type { QueryApiDeps } from "./deps.ts";

type ResultOf<Kind extends AlertCommandResult["kind"]> = AlertCommandResult & { readonly kind: Kind };

/** Has a command carried out; what else than `wanted` comes back becomes a problem that tells the caller why. */
export async function askAlerting<Kind extends AlertCommandResult["kind"]>(
  { alerting }: Pick<QueryApiDeps, "alerting">,
  command: AlertCommand,
  wanted: Kind,
): Promise<ResultOf<Kind>> {
  if (alerting === undefined) {
    const fix = "Switch it on with alerting.enabled (--alerting-enabled on).";
    throw new ApiProblem({ kind: "conflict", detail: "This monitor raises no alerts.", fix });
  }
  const result = await tried(() => alerting.command(command));
  if (isWanted(result, wanted)) return result;
  if (result.kind === "not_found") {
    const fix = "Take `id` from GET alerts or GET silences.";
    throw new ApiProblem({ kind: "not_found", detail: result.detail, fix });
  }
  const detail = result.kind === "refused" ? result.detail : `unexpected answer ${result.kind}`;
  throw new ApiProblem({ kind: "conflict", detail });
}

function isWanted<Kind extends AlertCommandResult["kind"]>(
  result: AlertCommandResult,
  wanted: Kind,
): result is ResultOf<Kind> {
  return result.kind === wanted;
}

async function tried<T>(command: () => Promise<T>): Promise<T> {
  try {
    return await command();
  } catch (error) {
    throw new ApiProblem({
      kind: "store_unavailable",
      detail: "The core of the monitor does not answer; the monitor's own log says why. Nothing was changed.",
      fix: "Try again in some seconds.",
      headers: { "Retry-After": "5" },
      cause: error,
    });
  }
}
