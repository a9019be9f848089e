import type { AlertState } from "@jobscope/alerting";
import type { JobHealth, RunState, SlotState } from "@jobscope/tracker";

/** States as small numbers in indexed columns. The numbers are part of the file format: append, never reorder. */
export const RUN_STATES: readonly RunState[] = [
  "running",
  "success",
  "failure",
  "error",
  "timeout",
  "cancellation",
  "skip",
];
export const SLOT_STATES: readonly SlotState[] = ["expected", "met", "missed", "skipped", "duplicate", "unknown"];

export const ALERT_STATES: readonly AlertState[] = ["pending", "firing", "stale", "resolved"];

/** Complete by its type: a health without an entry does not compile. */
const HEALTHS: { readonly [Health in JobHealth]: true } = {
  new: true,
  healthy: true,
  late: true,
  overrunning: true,
  failing: true,
  missing: true,
  paused: true,
  retired: true,
  unknown: true,
};
const isHealth = (name: string): name is JobHealth => Object.hasOwn(HEALTHS, name);
export const JOB_HEALTHS: readonly JobHealth[] = Object.keys(HEALTHS).filter(isHealth);

export const RUNNING = 0;
/** Of runs that never started: what is told of their duration and delay says nothing. */
export const SKIP: number = RUN_STATES.indexOf("skip");
export const EXPECTED = 0;
export const MET = 1;

export function codeOf<T extends string>(states: readonly T[], state: T): number {
  const code = states.indexOf(state);
  if (code < 0) throw new RangeError(`state "${state}" is not one of ${states.join(", ")}`);
  return code;
}

export function stateOf<T extends string>(states: readonly T[], code: number): T {
  const state = states[code];
  if (state === undefined) throw new RangeError(`stored state ${code} is unknown`);
  return state;
}
