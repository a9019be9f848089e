import type { KeptTimes, KeptWidth, StepRange } from "@jobscope/store";

import type { ParameterFault } from "../model/problem.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../model/time-units.ts";
import { durationText } from "../params/duration.ts";
import { MAX_STEP_MS } from "../params/metrics-params.ts";
import type { MetricPart } from "../params/metrics-params.ts";

/** Points that one answer may hold. */
export const MAX_POINTS = 1000;
/** Points of a chart whose step nobody chose: at least a fifth of this, wherever a minute is fine enough. */
const GOOD_POINTS = 300;
const MAX_RANGE_DAYS = 1000;

/** End of the years that a range may be about. */
const LAST_MS = Date.UTC(2200, 0);

const STEPS_MS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 7, 14, 28].map((days) => days * DAY_MS),
];

interface AskedRange {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly step?: number | undefined;
}

/** What is asked for when: the time now, and what the store keeps of that which is shown. */
interface Times {
  readonly nowMs: number;
  readonly kept: readonly KeptWidth[];
}

/** Runs are kept by other widths than what services report. */
export function keptOf(kept: KeptTimes, parts: readonly MetricPart[]): readonly KeptWidth[] {
  return parts.includes("runs") || parts.includes("active") ? kept.runs : kept.metrics;
}

export type PlannedRange =
  | { readonly kind: "range"; readonly range: StepRange }
  | { readonly kind: "fault"; readonly fault: ParameterFault };

/**
 * The steps of a chart: whole multiples of the step since 1970 in UTC, so that the same step is the same wherever the range
 * begins; days begin at midnight UTC. Default: the last 24 hours, in a step that gives 60 to 300 points, or fewer where
 * what would fill such steps is not kept any more.
 */
export function planStepRange({ from, to, step }: AskedRange, { nowMs, kept }: Times): PlannedRange {
  const toMs = to ?? (from === undefined || from < nowMs ? nowMs : from + DAY_MS);
  const fromMs = from ?? toMs - DAY_MS;
  if (toMs - fromMs > MAX_RANGE_DAYS * DAY_MS) return fault("from", tooLong());
  if (fromMs < 0 || toMs > LAST_MS) return fault(from === undefined ? "to" : "from", outOfTime());
  const stepMs = step ?? goodStep({ fromMs, toMs }, kept);
  const range = aligned({ fromMs, toMs }, stepMs);
  if (pointsOf(range) <= MAX_POINTS) return { kind: "range", range };
  const smallest = durationText(smallestStep({ fromMs, toMs }));
  const detail = `A step of ${durationText(stepMs)} makes ${pointsOf(range)} points of this range; ${MAX_POINTS} are the most.`;
  return fault("step", { detail, fix: `Send step=${smallest} or more, or a shorter range.` });
}

type Span = Pick<StepRange, "fromMs" | "toMs">;

function goodStep(span: Span, kept: readonly KeptWidth[]): number {
  const good = STEPS_MS.find((stepMs) => {
    const range = aligned(span, stepMs);
    return pointsOf(range) <= GOOD_POINTS + 1 && isKept(range, kept);
  });
  return good ?? MAX_STEP_MS;
}

/** Steps are filled from the widest times that fit them; those of the last kind are all that there may be. */
function isKept({ fromMs, stepMs }: StepRange, kept: readonly KeptWidth[]): boolean {
  const fitting = kept.findLastIndex(({ widthMs }) => widthMs <= stepMs);
  const width = kept[fitting];
  return width !== undefined && (fitting === kept.length - 1 || width.sinceMs <= fromMs);
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
  return { detail, fix: "Send a later `from`, or an earlier `to`." };
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
