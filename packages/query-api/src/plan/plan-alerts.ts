import type { AlertQuery } from "@jobscope/store";

import type { AlertsParams } from "../params/alerts-params.ts";
import { defined } from "./defined.ts";

/** Pending alerts may never fire: only who asks for them sees them. */
export function planAlerts(params: AlertsParams): AlertQuery {
  const { limit, active, state, from, to, ...filters } = params;
  const states = state ?? statesOf(active);
  return { limit, states, ...defined({ ...filters, fromMs: from, toMs: to }) };
}

function statesOf(active: AlertsParams["active"]): NonNullable<AlertQuery["states"]> {
  if (active === undefined) return ["firing", "stale", "resolved"];
  return active === "true" ? ["firing", "stale"] : ["resolved"];
}
