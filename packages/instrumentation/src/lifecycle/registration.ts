import type { JobRunSkipReason } from "@jobscope/semconv";
import {
  ATTR_ERROR_TYPE,
  ATTR_JOB_NAME,
  ATTR_JOB_RUN_RESULT,
  ATTR_JOB_RUN_SKIP_REASON,
  EVENT_JOB_PAUSED,
  EVENT_JOB_REMOVED,
  EVENT_JOB_RESUMED,
  EVENT_JOB_RUN_SKIP,
  ERROR_TYPE_OTHER,
} from "@jobscope/semconv";
import type { Link } from "@opentelemetry/api";

import type {
  JobDefinition,
  JobRegistration,
  MissedSlots,
  OpenRun,
  RunStart,
  ScheduleSource,
} from "../model/job-definition.ts";
import { emitRecord } from "../record/event.ts";
import { guarded } from "../record/guard.ts";
import type { JobRecord } from "../record/job-record.ts";
import { jobRecord } from "../record/job-record.ts";
import { wallMs } from "../record/real-clock.ts";
import { runCounts } from "../record/run-counts.ts";
import { tick } from "../record/schedulers.ts";
import { currentTelemetry } from "../record/telemetry.ts";
import { uuidV7 } from "../record/uuid.ts";
import { countMissed, emitMissed, emitSwitched } from "./job-events.ts";
import { minder } from "./minder.ts";
import { openRun } from "./open-run.ts";
import { runAttributes } from "./run-attributes.ts";
import { Run } from "./run.ts";
import { ScheduleWatch } from "./schedule-watch.ts";
import { wrapFunction, wrappedBy } from "./wrapper.ts";

type Callable = (...args: never[]) => unknown;

/** Triggers of runs that are due by the schedule; a run by hand leaves the slot to the scheduler. */
const meetsSlot = (start: RunStart | undefined): boolean =>
  start?.trigger === undefined || start.trigger === "schedule" || start.trigger === "catch_up";

export interface RegistrationInput {
  readonly name: string;
  readonly definition: JobDefinition;
  /** The span that was active where the job was registered. */
  readonly link: Link | undefined;
}

/** One job of this process. */
export class Registration implements JobRegistration {
  readonly record: JobRecord;
  readonly #link: Link | undefined;
  readonly #watch: ScheduleWatch;
  #definition: JobDefinition;
  #removed = false;

  constructor({ name, definition, link }: RegistrationInput) {
    this.record = jobRecord(name, definition);
    this.#link = link;
    this.#definition = definition;
    this.#watch = new ScheduleWatch(this.record, definition);
    minder.add(this.#watch);
  }

  get name(): string {
    return this.record.name;
  }

  get scheduled(): boolean {
    return this.#watch.scheduled;
  }

  /** True while its schedule is active: then the same place may not take its name for another schedule. */
  get claims(): boolean {
    return !this.#removed && this.#watch.active && this.#watch.scheduled;
  }

  /** A scheduler takes over a job that was wrapped by hand: one job, with the schedule of the one and the options of both. */
  adopt(definition: JobDefinition): void {
    this.#definition = { ...definition, ...this.#definition, system: definition.system };
    jobRecord(this.name, definition);
    if (definition.schedule !== undefined) this.declare(definition.schedule);
  }

  wrap<F extends Callable>(fn: F, start?: (thisArg: unknown, args: readonly unknown[]) => RunStart | undefined): F {
    const present = wrappedBy(fn);
    if (present?.owner === this && start === undefined) return fn;
    // A wrap of a wrap is still one run: ours, of the function inside, with what the scheduler knows about its start.
    const target = present === undefined ? fn : (present.original as F);
    return wrapFunction(target, this, (thisArg, args) => this.run(start?.(thisArg, args)));
  }

  /** `link`: what enqueued this run; default what registered the job. */
  run(start: RunStart | undefined, link: Link | undefined = this.#link): Run {
    const run = new Run({ record: this.record, telemetry: currentTelemetry(), start, link });
    if (run.telemetry.enabled) {
      if (meetsSlot(start)) this.#met(run.startMs, start?.scheduledTime);
      this.#count(run, start);
    }
    return run;
  }

  begin(start?: RunStart): OpenRun {
    return openRun(guarded("the start of a run", () => this.run(start)));
  }

  declare(schedule: ScheduleSource | undefined): void {
    guarded("declaring a job", () => {
      this.#definition = { ...this.#definition, ...(schedule && { schedule }) };
      this.#watch.redefine(this.#definition);
      this.#watch.replace(schedule);
      minder.ask(this.#watch);
    });
  }

  skip(reason: JobRunSkipReason, scheduledTime?: Date): void {
    guarded("a skipped run", () => {
      const telemetry = currentTelemetry();
      if (!telemetry.enabled) return;
      const nowMs = wallMs();
      this.#met(nowMs, scheduledTime);
      runCounts.skip++;
      telemetry.instruments?.skipped.add(1, {
        [ATTR_JOB_NAME]: this.record.metricName,
        [ATTR_JOB_RUN_SKIP_REASON]: reason,
      });
      const start: RunStart = { trigger: "schedule", ...(scheduledTime && { scheduledTime }) };
      const attributes = runAttributes({ record: this.record, runId: uuidV7(), startMs: nowMs, start });
      attributes[ATTR_JOB_RUN_RESULT] = "skip";
      attributes[ATTR_JOB_RUN_SKIP_REASON] = reason;
      emitRecord({ severity: "info", category: "jobs", event: EVENT_JOB_RUN_SKIP, attributes, timeMs: nowMs });
    });
  }

  missed(slots: MissedSlots): void {
    guarded("missed slots", () => {
      const gap = { fromMs: slots.from.getTime(), toMs: slots.to.getTime(), count: slots.count, cause: slots.cause };
      this.#watch.told(gap.fromMs, gap.toMs);
      countMissed(this.record, slots.count ?? 1, slots.cause);
      emitMissed(this.record, gap);
    });
  }

  pause(): void {
    guarded("pausing a job", () => {
      if (!this.#watch.active || this.#removed) return;
      this.#watch.pause();
      emitSwitched(this.record, EVENT_JOB_PAUSED);
    });
  }

  resume(): void {
    guarded("resuming a job", () => {
      if (this.#watch.active || this.#removed) return;
      this.#watch.resume();
      emitSwitched(this.record, EVENT_JOB_RESUMED);
      minder.ask(this.#watch);
    });
  }

  remove(): void {
    guarded("removing a job", () => {
      if (this.#removed) return;
      this.#removed = true;
      this.#watch.pause();
      minder.remove(this.#watch);
      emitSwitched(this.record, EVENT_JOB_REMOVED);
    });
  }

  #met(atMs: number, scheduledTime: Date | undefined): void {
    this.#watch.met(atMs, scheduledTime);
    tick(this.record.system, atMs);
  }

  #count(run: Run, start: RunStart | undefined): void {
    if (start === undefined) return;
    const { instruments } = run.telemetry;
    const slotMs = start.scheduledTime?.getTime();
    if (slotMs !== undefined && Number.isFinite(slotMs)) {
      instruments?.delay.record(Math.max(0, run.startMs - slotMs) / 1000, this.record.nameAttributes);
    }
    if (start.trigger === "retry" || (start.attempt ?? 1) > 1) {
      const [errorType = ERROR_TYPE_OTHER] = [...this.record.errorTypes].slice(-1);
      instruments?.retries.add(1, { ...this.record.nameAttributes, [ATTR_ERROR_TYPE]: errorType });
    }
  }
}
