import type { JobItemOutcome, JobRunResult } from "@jobscope/semconv";
import {
  ATTR_ERROR_TYPE,
  ATTR_EXCEPTION_MESSAGE,
  ATTR_JOB_ITEM_OUTCOME,
  ATTR_JOB_NAME,
  ATTR_JOB_RUN_DURATION,
  ATTR_JOB_RUN_PROGRESS,
  ATTR_JOB_RUN_PROGRESS_MESSAGE,
  ATTR_JOB_RUN_RESULT,
  EVENT_JOB_RUN_END,
  EVENT_JOB_RUN_PROGRESS,
  EVENT_JOB_RUN_START,
} from "@jobscope/semconv";
import type { Attributes, Context, Link, Span } from "@opentelemetry/api";
import { ROOT_CONTEXT, SpanStatusCode, context } from "@opentelemetry/api";

import type { RunStart } from "../model/job-definition.ts";
import type { JobLogger } from "../model/job.ts";
import type { ActiveRun, Place } from "../record/active-runs.ts";
import { activeRuns } from "../record/active-runs.ts";
import { recordConfig } from "../record/config.ts";
import { emitTo } from "../record/event.ts";
import type { Failure } from "../record/failure.ts";
import { failureOf } from "../record/failure.ts";
import { guarded } from "../record/guard.ts";
import type { JobRecord } from "../record/job-record.ts";
import { cappedErrorType, countResult, durationAttributes } from "../record/job-record.ts";
import { cleanAtSource, cleanAttributesAtSource } from "../record/outgoing.ts";
import { hrTime, monotonicMs, wallMs } from "../record/real-clock.ts";
import type { Telemetry } from "../record/telemetry.ts";
import { text } from "../record/text.ts";
import { uuidV7 } from "../record/uuid.ts";
import { runStorage } from "./current-run.ts";
import { createLogger } from "./job-logger.ts";
import { ProgressThrottle } from "./progress-throttle.ts";
import { runAttributes } from "./run-attributes.ts";
import { runContext } from "./run-context.ts";
import { recordException } from "./run-exception.ts";
import { startRunSpan } from "./run-span.ts";
import { emitSummary } from "./run-summary.ts";
import { announceStarts } from "./start-events.ts";
import { runStep } from "./step.ts";

const UNREADABLE: Failure = { result: "failure", type: "Error", message: "", stack: "" };

export interface RunInput {
  readonly record: JobRecord;
  readonly telemetry: Telemetry;
  readonly start: RunStart | undefined;
  /** What registered or enqueued the job. */
  readonly link: Link | undefined;
}

/** One execution of a job, from its start to its one end. */
export class Run implements ActiveRun {
  readonly record: JobRecord;
  readonly telemetry: Telemetry;
  readonly start: RunStart | undefined;
  readonly startMs: number = wallMs();
  readonly startedMonotonicMs: number = monotonicMs();
  /** Holds the span of the run: for its steps, and for everything the job's own code creates. */
  readonly context: Context;
  readonly #span: Span | undefined;
  #id: string | undefined;
  #identity: Attributes | undefined;
  #logger: JobLogger | undefined;
  #progress: ProgressThrottle | undefined;
  #items: Map<JobItemOutcome, number> | undefined;
  #place: Place | undefined;
  #ended = false;

  constructor(input: RunInput) {
    this.record = input.record;
    this.telemetry = input.telemetry;
    this.start = input.start;
    this.#span = input.telemetry.tracer && startRunSpan(input, this.startMs);
    this.context = this.#span === undefined ? ROOT_CONTEXT : runContext(this, this.#span);
    if (!input.telemetry.enabled) return;
    this.#place = activeRuns.add(this);
    this.record.lastStartMs = this.startMs;
    announceStarts();
  }

  get name(): string {
    return this.record.name;
  }

  get runId(): string {
    return (this.#id ??= uuidV7());
  }

  get ended(): boolean {
    return this.#ended;
  }

  get logger(): JobLogger {
    return (this.#logger ??= createLogger(this));
  }

  /** Runs a piece of the job's code as part of this run. */
  enter<T>(piece: () => T): T {
    if (this.#span === undefined) return runStorage.run(this, piece);
    const { context: own } = this;
    // With a context manager the context carries the run; a second store would cost as much again.
    return context.with(own, () => (context.active() === own ? piece() : runStorage.run(this, piece)));
  }

  step<T>(name: string, fn: () => T): T {
    return runStep(this, name, fn);
  }

  progress(fraction: number, message?: string): void {
    guarded("progress", () => {
      if (!this.telemetry.enabled || this.#ended || Number.isNaN(fraction)) return;
      const clamped = Math.min(1, Math.max(0, fraction));
      this.telemetry.instruments?.progress.record(clamped, this.record.nameAttributes);
      this.#progress ??= new ProgressThrottle((report) => this.#reportProgress(report.fraction, report.message));
      this.#progress.report({ fraction: clamped, message });
    });
  }

  items(amount: number, outcome: JobItemOutcome = "success"): void {
    guarded("items", () => {
      if (!Number.isFinite(amount) || amount < 0) return;
      const attributes = { [ATTR_JOB_NAME]: this.record.metricName, [ATTR_JOB_ITEM_OUTCOME]: outcome };
      this.telemetry.instruments?.items.add(amount, attributes);
      this.#items ??= new Map();
      this.#items.set(outcome, (this.#items.get(outcome) ?? 0) + amount);
    });
  }

  succeed(): void {
    this.#end("success", undefined);
  }

  /** `atMs`: the monotonic time at which it failed; default now. */
  fail(error: unknown, atMs?: number): void {
    if (this.#ended || !this.telemetry.enabled) return;
    const failure = guarded("reading the error", () => failureOf(error)) ?? UNREADABLE;
    this.#end(failure.result, failure, atMs);
  }

  /** `reason` becomes the error type: a signal, an abort. */
  cancel(reason: string): void {
    this.#end("cancellation", { result: "cancellation", type: reason, message: "", stack: "" });
  }

  /** The process ends under it: the platform failed the run, not its own code. */
  abandon(reason: string): void {
    this.#end("error", { result: "error", type: reason, message: "", stack: "" });
  }

  sendStart(): void {
    if (this.#ended) return;
    emitTo(this.telemetry.logger, {
      severity: "info",
      category: "jobs",
      event: EVENT_JOB_RUN_START,
      attributes: { ...this.attributes() },
      context: this.context,
      // It is sent later than it happened; sorted by time it belongs before what the run reported meanwhile.
      timeMs: this.startMs,
    });
  }

  /** What every signal of this run carries. */
  attributes(): Attributes {
    return (this.#identity ??= runAttributes(this));
  }

  #reportProgress(fraction: number, message: string | undefined): void {
    if (this.#ended) return;
    const attributes: Attributes = { ...this.attributes(), [ATTR_JOB_RUN_PROGRESS]: fraction };
    if (message !== undefined) attributes[ATTR_JOB_RUN_PROGRESS_MESSAGE] = text(message);
    emitTo(this.telemetry.logger, {
      severity: "info",
      category: "jobs",
      event: EVENT_JOB_RUN_PROGRESS,
      attributes,
      context: this.context,
    });
  }

  #end(result: JobRunResult, failure: Failure | undefined, atMs: number = monotonicMs()): void {
    if (this.#ended) return;
    const durationMs = atMs - this.startedMonotonicMs;
    this.#progress?.flush();
    this.#ended = true;
    if (this.#place === undefined) return;
    activeRuns.remove(this.#place);
    guarded("the end of a run", () => this.#record(result, failure, durationMs));
  }

  #record(result: JobRunResult, failure: Failure | undefined, durationMs: number): void {
    const { record } = this;
    const errorType = failure === undefined ? "" : cappedErrorType(record, failure.type);
    const seconds = durationMs / 1000;
    const attributes = this.attributes();
    attributes[ATTR_JOB_RUN_RESULT] = result;
    attributes[ATTR_JOB_RUN_DURATION] = seconds;
    if (errorType !== "") attributes[ATTR_ERROR_TYPE] = errorType;
    this.#endSpan(attributes, failure, durationMs);
    this.telemetry.instruments?.duration.record(seconds, durationAttributes(record, result, errorType));
    countResult(record, result, this.startMs + durationMs);
    const failed = failure !== undefined && result !== "cancellation";
    if (this.telemetry.logger !== undefined) {
      this.#emitEnd(attributes, failure, failed);
      emitSummary(this, { result, seconds, errorType, items: this.#items });
    }
    if (failed && record.criticality === "critical") recordConfig.onCriticalFailure?.();
  }

  #emitEnd(attributes: Attributes, failure: Failure | undefined, failed: boolean): void {
    if (failure !== undefined && failure.message !== "") attributes[ATTR_EXCEPTION_MESSAGE] = failure.message;
    if (failure !== undefined && (failure.message !== "" || failure.stack !== "")) recordException(this, failure);
    emitTo(this.telemetry.logger, {
      severity: failed ? "error" : "info",
      category: "jobs",
      event: EVENT_JOB_RUN_END,
      attributes,
      context: this.context,
    });
  }

  #endSpan(attributes: Attributes, failure: Failure | undefined, durationMs: number): void {
    const span = this.#span;
    if (span === undefined) return;
    if (span.isRecording()) {
      span.setAttributes(cleanAttributesAtSource(attributes) ?? {});
      if (failure !== undefined) {
        span.setStatus({ code: SpanStatusCode.ERROR, message: cleanAtSource(failure.message, "status") });
      }
    }
    span.end(hrTime(this.startMs + durationMs));
  }
}
