import { z } from "zod";

import type { ParamsSchema } from "./schema.ts";

/** `DELETE jobs/{id}` */
export interface RetireBody {
  /** For people: it becomes the reason of the job's health. */
  readonly reason?: string | undefined;
}

const MAX_REASON = 500;

export const retireBody: ParamsSchema<RetireBody> = z.strictObject({
  reason: z.string().trim().min(1).max(MAX_REASON).optional().describe("Why, for those who wonder later."),
});
