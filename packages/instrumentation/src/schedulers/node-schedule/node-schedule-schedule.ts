import type { JobScheduleType } from "@jobscope/semconv";

import type { ScheduleSource } from "../../model/job-definition.ts";
import type { InvocationLike, JobLike, RuleLike } from "./node-schedule-types.ts";

/** Steps into the future at most when the instants after a later one are asked for. */
const MAX_STEPS = 1000;

/** The next times of all pending invocations of a job: it may hold several schedules at once. */
export function jobSchedule(job: JobLike, spec: unknown): ScheduleSource {
  const expression = expressionOf(spec);
  const timezone = job.pendingInvocations
    .map(({ recurrenceRule: rule }) => rule["_tz"] ?? rule.tz)
    .find((tz) => tz !== undefined);
  return {
    type: typeOf(job.pendingInvocations[0]),
    ...(expression !== undefined && { expression }),
    ...(timezone !== undefined && { timezone }),
    nextTimes: (count, after) => {
      const since = after?.getTime() ?? Number.NEGATIVE_INFINITY;
      const times = job.pendingInvocations.flatMap((invocation) => timesOf(invocation, count, since));
      return [...new Set(times)]
        .toSorted((a, b) => a - b)
        .slice(0, count)
        .map((time) => new Date(time));
    },
  };
}

function typeOf(invocation: InvocationLike | undefined): JobScheduleType {
  if (invocation?.recurrenceRule.next !== undefined) return "cron";
  return invocation?.recurrenceRule.recurs === true ? "rrule" : "date";
}

function expressionOf(spec: unknown): string | undefined {
  if (typeof spec === "string") return spec;
  if (spec instanceof Date) return spec.toISOString();
  if (typeof spec !== "object" || spec === null) return undefined;
  const rule: unknown = Reflect.get(spec, "rule");
  return typeof rule === "string" ? rule : JSON.stringify(spec);
}

function timesOf(invocation: InvocationLike, count: number, since: number): readonly number[] {
  const next = iterator(invocation);
  const end = invocation.endDate?.getTime() ?? Number.POSITIVE_INFINITY;
  const times: number[] = [];
  let time: number | undefined = invocation.fireDate.getTime();
  for (let step = 0; time !== undefined && time <= end && times.length < count && step < MAX_STEPS; step++) {
    if (time > since) times.push(time);
    time = next(time);
  }
  return times;
}

/** The library's own way from one instant to the next, on a copy where that has a state. */
function iterator({ recurrenceRule: rule }: InvocationLike): (from: number) => number | undefined {
  if (rule.next !== undefined) {
    const copy = Object.assign<RuleLike, RuleLike>(Object.create(Object.getPrototypeOf(rule)), rule);
    return () => copy.next?.().getTime();
  }
  if (rule.recurs === true) return (from) => rule.nextInvocationDate?.(new Date(from))?.getTime();
  return () => undefined;
}
