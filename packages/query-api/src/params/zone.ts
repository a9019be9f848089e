import { echoed } from "./echoed.ts";
import { nearest } from "./nearest.ts";
import { scalar } from "./scalar.ts";
import type { Scalar } from "./scalar.ts";

/** The zone of the schedule of the job that is asked for. */
export const JOB_ZONE = "job";

/** The name of a time zone as the IANA database has it, `UTC`, or `job`. */
export function zone(): Scalar<string> {
  return scalar(
    (given, refuse) => {
      if (given === JOB_ZONE || isZone(given)) return given;
      const guess = nearest(given, ["UTC", ...Intl.supportedValuesOf("timeZone")]);
      const hint = guess === undefined ? "" : `Did you mean ${guess}? `;
      const fix = `${hint}Send UTC, job, or the name of a zone such as Europe/Paris.`;
      return refuse(`${echoed(given)} is not a known time zone.`, fix);
    },
    { override: { examples: ["UTC", "job", "Europe/Paris"] } },
  );
}

/** Names only: an offset such as `+01:00` has no summer time, and is no zone in which people live. */
export function isZone(name: string): boolean {
  if (!/^[a-z]/i.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
