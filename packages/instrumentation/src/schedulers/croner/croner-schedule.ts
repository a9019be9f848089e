import type { ScheduleSource } from "../../model/job-definition.ts";
import type { CronLike } from "./croner-types.ts";

/** The next times as croner itself computes them, `maxRuns`, `interval`, `startAt` and `stopAt` included. */
export function cronerSchedule(job: CronLike): ScheduleSource {
  const once = job.getOnce();
  const pattern = job.getPattern();
  const { timezone } = job.options;
  const expression = once?.toISOString() ?? pattern;
  return {
    type: once === null ? "cron" : "date",
    ...(expression !== undefined && { expression }),
    ...(timezone !== undefined && { timezone }),
    nextTimes: (count, after) => job.nextRuns(count, after),
  };
}
