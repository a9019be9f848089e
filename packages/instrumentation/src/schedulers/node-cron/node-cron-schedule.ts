import type { ScheduleSource } from "../../model/job-definition.ts";
import type { TaskLike } from "./node-cron-types.ts";

/** The next times as node-cron itself computes them; it cannot be asked from a later instant. */
export function taskSchedule(task: TaskLike, timezone: string | undefined): ScheduleSource {
  return {
    type: "cron",
    expression: task.getPattern(),
    ...(timezone !== undefined && { timezone }),
    nextTimes: (count, after) => {
      const times = task.getNextRuns(count);
      return after === undefined ? times : times.filter((time) => time > after);
    },
  };
}
