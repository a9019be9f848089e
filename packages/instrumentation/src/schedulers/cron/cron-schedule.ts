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
      if (after === undefined) return time.sendAt(count).map((date) => new Date(date.toMillis()));
      return timesAfter(time, count, after);
    },
  };
}

function timesAfter(time: CronTimeLike, count: number, after: Date): readonly Date[] {
  // With `utcOffset` there is no `timeZone`: the library makes the zone at each question.
  const zone = time.timeZone ?? time.sendAt().zoneName ?? undefined;
  const times: Date[] = [];
  for (let from = after; times.length < count;) {
    from = new Date(time.getNextDateFrom(from, zone).toMillis());
    times.push(from);
  }
  return times;
}
