import type { ScheduleSource } from "../model/job-definition.ts";

/** Instants kept at most; an answer of the library has 20. */
const MAX_KNOWN = 64;

/**
 * The next instants as the library last gave them. Not every library tells a tick which slot it is for, and asking it in
 * the tick would cost more than the whole run's telemetry. So each answer that a declaration got anyway is kept.
 */
export class KnownSlots {
  #times: number[] = [];

  /** The same source, whose answers are kept from now on; those of an earlier one are forgotten. */
  learnFrom(source: ScheduleSource): ScheduleSource {
    const times: number[] = [];
    this.#times = times;
    return {
      ...source,
      nextTimes: (count, after) => {
        const answer = source.nextTimes(count, after);
        for (const time of answer) {
          if (time.getTime() > (times.at(-1) ?? Number.NEGATIVE_INFINITY) && times.length < MAX_KNOWN)
            times.push(time.getTime());
        }
        return answer;
      },
    };
  }

  /** The first slot after `since`, if it is due `now`. */
  firstDue(since: number, now: number): Date | undefined {
    const next = this.#times.findIndex((time) => time > since);
    this.#times.splice(0, next === -1 ? this.#times.length : next);
    const slot = this.#times[0];
    return slot !== undefined && slot <= now ? new Date(slot) : undefined;
  }
}
