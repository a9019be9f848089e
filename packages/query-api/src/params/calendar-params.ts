import { z } from "zod";

import { echoed } from "./echoed.ts";
import { jobId } from "./job-id.ts";
import { scalar } from "./scalar.ts";
import type { Scalar } from "./scalar.ts";
import { instant } from "./scalars.ts";
import type { ParamsSchema } from "./schema.ts";
import { scopeParams } from "./scope-params.ts";
import type { ScopeParams } from "./scope-params.ts";
import { zone } from "./zone.ts";

/** A day of the calendar, or an instant, which means the day in whose course it falls. */
export type AskedDay = { readonly date: string } | { readonly ms: number };

/** `GET slots/calendar` */
export interface CalendarParams extends ScopeParams {
  /** `id` of a job. */
  readonly job_id?: string | undefined;
  readonly from?: AskedDay | undefined;
  readonly to?: AskedDay | undefined;
  readonly tz?: string | undefined;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** Years that a calendar may be about: no zone of them has days of which this could not tell the begin. */
const YEARS = { first: 2000, last: 2100 } as const;

function day(): Scalar<AskedDay> {
  return scalar(
    (given, refuse): AskedDay => {
      const parsed = instant().safeParse(given);
      const year = parsed.success ? new Date(parsed.data).getUTCFullYear() : Number.NaN;
      if (parsed.success && year >= YEARS.first && year <= YEARS.last) {
        return DATE.test(given) ? { date: given } : { ms: parsed.data };
      }
      const fix = `Send a date from ${YEARS.first} to ${YEARS.last}, such as 2026-11-25, or an instant with its zone.`;
      return refuse(`${echoed(given)} is not a day.`, fix);
    },
    { override: { anyOf: [{ format: "date" }, { format: "date-time" }] } },
  );
}

export const calendarParams: ParamsSchema<CalendarParams> = z.object({
  ...scopeParams,
  job_id: jobId().optional().describe("`id` of one job."),
  from: day().optional().describe("First day; by default 90 days before `to`."),
  to: day().optional().describe("The day after the last one; by default tomorrow. At most 400 days after `from`."),
  tz: zone().optional().describe("Zone whose days are meant; by default that of the one job, else UTC."),
});
