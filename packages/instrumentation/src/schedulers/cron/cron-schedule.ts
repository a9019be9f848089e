import type { ScheduleSource } from "../../model/job-definition.ts";
import type { CronTimeLike } from "./cron-types.ts";

/** The next times as `cron` itself computes them; asking can throw (`0 0 29 2 *`, a date in the past). */
export function cronSchedule(time: CronTimeLike): ScheduleSource {
  return {
    type: time.realDate ? "date" : "cron",
    expression: String(time.source),
    ...(time.timeZone !== undefined && { timezone: time.timeZone }),
    nextTimes: (count, after) => {
      if (time.realDate) return [new Date(time.sendAt().toMillis())];
      const next = time.sendAt();
      if (after !== undefined) return timesAfter(time, { count, after, zone: next.zoneName });
      const first = new Date(next.toMillis());
      return [first, ...timesAfter(time, { count: count - 1, after: first, zone: next.zoneName })];
    },
  };
}

interface Question {
  readonly count: number;
  readonly after: Date;
  readonly zone: string | null;
}

/** As many as the library finds: its search ends after 8 years, and asked for more at once it would give none. */
function timesAfter(time: CronTimeLike, { count, after, zone }: Question): readonly Date[] {
  const times: Date[] = [];
  try {
    for (let from = after; times.length < count; times.push(from)) {
      from = new Date(time.getNextDateFrom(from, zone ?? undefined).toMillis());
    }
  } catch {
    // The ones found so far hold.
  }
  return times;
}
