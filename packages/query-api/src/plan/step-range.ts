import type { RollupResolution, StepRange } from "@jobscope/store";

import type { ParameterFault } from "../model/problem.ts";
import { durationText } from "../params/duration.ts";
import { MAX_STEP_MS } from "../params/metrics-params.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Points that one answer may hold. */
export const MAX_POINTS = 1000;
/** Points of a chart whose step nobody chose: at least a fifth of this, wherever a minute is fine enough. */
const GOOD_POINTS = 300;
/** The longest that anything is kept is two years. */
const MAX_RANGE_DAYS = 1000;

/** End of the years that a range may be about. */
const LAST_MS = Date.UTC(2200, 0);

const STEPS_MS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 7, 14, 28].map((days) => days * DAY_MS),
];

/** Of what runs were counted in, milliseconds. */
export const RESOLUTION_MS: { readonly [R in RollupResolution]: number } = {
  minute: MINUTE_MS,
  hour: HOUR_MS,
  day: DAY_MS,
};

/** The counts of minutes are gone after a week at most, those of hours after 90 days. */
const COARSER_BY_AGE: readonly { readonly olderMs: number; readonly stepMs: number }[] = [
  { olderMs: 90 * DAY_MS, stepMs: DAY_MS },
  { olderMs: 7 * DAY_MS, stepMs: HOUR_MS },
];

interface AskedRange {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly step?: number | undefined;
  /** Where no step is asked for: the shortest that would show anything. */
  readonly leastStepMs?: number;
}

export type PlannedRange =
  | { readonly kind: "range"; readonly range: StepRange }
  | { readonly kind: "fault"; readonly fault: ParameterFault };

/**
 * The steps of a chart: whole multiples of the step since 1970 in UTC, so that the same step is the same wherever the range
 * begins; days begin at midnight UTC. Default: the last 24 hours, in a step that gives 60 to 300 points.
 */
export function planStepRange({ from, to, step, leastStepMs = 0 }: AskedRange, nowMs: number): PlannedRange {
  const toMs = to ?? (from === undefined || from < nowMs ? nowMs : from + DAY_MS);
  const fromMs = from ?? toMs - DAY_MS;
  if (toMs - fromMs > MAX_RANGE_DAYS * DAY_MS) return fault("from", tooLong());
  if (fromMs < 0 || toMs > LAST_MS) return fault(from === undefined ? "to" : "from", outOfTime());
  const stepMs = step ?? Math.max(leastStepMs, goodStep({ fromMs, toMs }, nowMs));
  const range = aligned({ fromMs, toMs }, stepMs);
  if (pointsOf(range) <= MAX_POINTS) return { kind: "range", range };
  const smallest = durationText(smallestStep({ fromMs, toMs }));
  const detail = `A step of ${durationText(stepMs)} makes ${pointsOf(range)} points of this range; ${MAX_POINTS} are the most.`;
  return fault("step", { detail, fix: `Send step=${smallest} or more, or a shorter range.` });
}

type Span = Pick<StepRange, "fromMs" | "toMs">;

function goodStep(span: Span, nowMs: number): number {
  const least = COARSER_BY_AGE.find(({ olderMs }) => nowMs - span.fromMs > olderMs)?.stepMs ?? MINUTE_MS;
  const good = STEPS_MS.find((stepMs) => stepMs >= least && pointsOf(aligned(span, stepMs)) <= GOOD_POINTS + 1);
  return good ?? MAX_STEP_MS;
}

function smallestStep(span: Span): number {
  let stepMs = Math.ceil((span.toMs - span.fromMs) / MAX_POINTS / MINUTE_MS) * MINUTE_MS;
  while (pointsOf(aligned(span, stepMs)) > MAX_POINTS) stepMs += MINUTE_MS;
  return stepMs;
}

function aligned({ fromMs, toMs }: Span, stepMs: number): StepRange {
  return { fromMs: Math.floor(fromMs / stepMs) * stepMs, toMs: Math.ceil(toMs / stepMs) * stepMs, stepMs };
}

const pointsOf = ({ fromMs, toMs, stepMs }: StepRange): number => (toMs - fromMs) / stepMs;

function tooLong(): Omit<ParameterFault, "parameter"> {
  const detail = `The range is longer than ${MAX_RANGE_DAYS} days.`;
  return { detail, fix: "Send a later `from`: nothing is kept for longer than two years." };
}

function outOfTime(): Omit<ParameterFault, "parameter"> {
  return {
    detail: "The range does not lie within the years 1970 to 2199.",
    fix: "Send a range of the time that is watched.",
  };
}

function fault(parameter: string, { detail, fix }: Omit<ParameterFault, "parameter">): PlannedRange {
  return { kind: "fault", fault: { parameter, detail, fix } };
}
