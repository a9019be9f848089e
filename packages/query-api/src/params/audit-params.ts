import type { AuditEntry } from "@jobscope/store";
import { z } from "zod";

import { pageParams } from "./page-params.ts";
import type { PageParams } from "./page-params.ts";
import { name, oneOf } from "./scalars.ts";
import type { ParamsSchema } from "./schema.ts";
import { refuseEmptyRange, timeRangeParams } from "./time-range.ts";
import type { TimeRange } from "./time-range.ts";

const OUTCOMES = ["done", "denied", "failed"] as const satisfies readonly AuditEntry["outcome"][];

/** `GET audit` */
export interface AuditParams extends PageParams, TimeRange {
  /** Id of a key or account, exactly. */
  readonly actor?: string | undefined;
  /** `keys.create`, exactly. */
  readonly action?: string | undefined;
  readonly outcome?: AuditEntry["outcome"] | undefined;
}

export const auditParams: ParamsSchema<AuditParams> = z
  .object({
    ...pageParams,
    actor: name().optional().describe("Id of a key or account."),
    action: name().optional().describe("Exact action: `keys.create`."),
    outcome: oneOf(OUTCOMES).optional().describe("Of this outcome only."),
    ...timeRangeParams,
  })
  .superRefine(refuseEmptyRange);
