import type { DurationBaseline, JobDetail } from "@jobscope/store";
import type { Declaration, Run } from "@jobscope/tracker";

import { isoTime } from "../model/iso-time.ts";
import type { DeclarationResource, JobDetailResource, LastErrorResource } from "../model/job-resource.ts";
import { instanceIdOf } from "./identity.ts";
import { shapeInstance } from "./shape-instance.ts";
import { shapeJob, shapeSchedule } from "./shape-job.ts";
import { shapeBaseline } from "./shape-metrics.ts";
import { DETAIL_MESSAGE_LENGTH, shapeRun } from "./shape-run.ts";
import { shapeTotals } from "./shape-totals.ts";
import { shapeZonedTime } from "./zoned-time.ts";

const MAX_NEXT_RUNS = 20;

interface JobFacts {
  readonly baseline: DurationBaseline | undefined;
  /** Newest run that failed. */
  readonly failed: Run | undefined;
  readonly nowMs: number;
}

export function shapeJobDetail(detail: JobDetail, { baseline, failed, nowMs }: JobFacts): JobDetailResource {
  const { timezone } = detail.job.schedule;
  return {
    ...shapeJob(detail),
    next_runs: nextTimes(detail, nowMs).map((ms) => shapeZonedTime(ms, timezone)),
    totals: shapeTotals(detail.totals),
    baseline: baseline === undefined ? null : shapeBaseline(baseline),
    last_error: failed === undefined ? null : shapeLastError(failed),
    declarations: detail.declarations.map(shapeDeclaration),
    instances: detail.instances.map(shapeInstance),
  };
}

/** What the processes that schedule it have declared, each instant once. A job that is too dense for slots has its next one. */
function nextTimes({ job, declarations }: JobDetail, nowMs: number): readonly number[] {
  const declared = declarations.flatMap(({ state, nextTimesMs }) => (state === "active" ? nextTimesMs : []));
  const known = job.nextSlotMs === undefined ? declared : [job.nextSlotMs, ...declared];
  const toCome = new Set(known.filter((ms) => ms > nowMs));
  return job.retiredMs === undefined ? [...toCome].toSorted((a, b) => a - b).slice(0, MAX_NEXT_RUNS) : [];
}

function shapeLastError(run: Run): LastErrorResource {
  const { id, url, state, end_time: time, error } = shapeRun(run, DETAIL_MESSAGE_LENGTH);
  return { run_id: id, url, state, time, error };
}

function shapeDeclaration(declaration: Declaration): DeclarationResource {
  return {
    instance_id: instanceIdOf(declaration.instanceKey) ?? "",
    state: declaration.state,
    declared_time: isoTime(declaration.declaredMs),
    schedule: shapeSchedule(declaration.schedule),
    next_times: declaration.nextTimesMs.map(isoTime),
  };
}
