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
  const timesOf = new WeakMap<object, RuleTimes>();
  return {
    type: typeOf(job.pendingInvocations[0]),
    ...(expression !== undefined && { expression }),
    ...(timezone !== undefined && { timezone }),
    nextTimes: (count, after) => {
      const since = after?.getTime() ?? Number.NEGATIVE_INFINITY;
      const times = job.pendingInvocations.flatMap((invocation) => {
        const ofRule = timesOf.get(invocation.recurrenceRule) ?? new RuleTimes();
        timesOf.set(invocation.recurrenceRule, ofRule);
        return ofRule.after(invocation, count, since);
      });
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

/**
 * The instants of one rule, kept between questions: a RecurrenceRule walks through hours and minutes to find the next
 * one, which costs up to 2 ms each.
 */
class RuleTimes {
  #times: number[] = [];
  #next: (from: number) => number | undefined = () => undefined;

  /** The pending instant and those after it, later than `since`. */
  after(invocation: InvocationLike, count: number, since: number): readonly number[] {
    const pending = invocation.fireDate.getTime();
    const known = this.#times.indexOf(pending);
    if (known === -1) {
      this.#times = [pending];
      this.#next = iterator(invocation);
    } else this.#times.splice(0, known);
    const end = invocation.endDate?.getTime() ?? Number.POSITIVE_INFINITY;
    for (let step = 0; step < MAX_STEPS && this.#countAfter(since) < count; step++) {
      const time = this.#next(this.#times.at(-1) ?? pending);
      if (time === undefined || time > end) break;
      this.#times.push(time);
    }
    return this.#times.filter((time) => time > since).slice(0, count);
  }

  #countAfter(since: number): number {
    const first = this.#times.findIndex((time) => time > since);
    return first === -1 ? 0 : this.#times.length - first;
  }
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
