import type { Alert } from "@jobscope/alerting";
import { z } from "zod";

import { ALERT_SEVERITIES, ALERT_STATES } from "../model/states.ts";
import { pageParams } from "./page-params.ts";
import type { PageParams } from "./page-params.ts";
import { name, oneOf, someOf } from "./scalars.ts";
import type { ParamsSchema } from "./schema.ts";
import { scopeParams } from "./scope-params.ts";
import type { ScopeParams } from "./scope-params.ts";
import { refuseEmptyRange, timeRangeParams } from "./time-range.ts";
import type { TimeRange } from "./time-range.ts";

/** `GET alerts`; `from` and `to` are about when they fired. */
export interface AlertsParams extends PageParams, ScopeParams, TimeRange {
  /** `true`: those that fire now. `false`: the history. */
  readonly active?: "true" | "false" | undefined;
  readonly state?: readonly Alert["state"][] | undefined;
  readonly severity?: Alert["severity"] | undefined;
  /** Name of the rule. */
  readonly rule?: string | undefined;
}

export const alertsParams: ParamsSchema<AlertsParams> = z
  .object({
    ...pageParams,
    ...scopeParams,
    active: oneOf(["true", "false"]).optional().describe("`true`: those that fire now. `false`: the history."),
    state: someOf(ALERT_STATES).optional().describe("Of these states only."),
    severity: oneOf(ALERT_SEVERITIES).optional().describe("Of this severity only."),
    rule: name().optional().describe("Name of the rule."),
    ...timeRangeParams,
  })
  .superRefine(refuseEmptyRange)
  .superRefine((params, context) => {
    if (params.active === undefined || params.state === undefined) return;
    const fix = "Use state alone: active=true is state=firing,stale; active=false is state=resolved.";
    const message = "`active` and `state` are two names of one filter.";
    context.addIssue({ code: "custom", path: ["active"], message, params: { fix } });
  });
