import type { MetricPoint } from "@jobscope/otlp";
import {
  METRIC_JOB_LAST_SUCCESS_TIMESTAMP,
  METRIC_JOB_MISSED_RUNS,
  METRIC_JOB_RUN_CONSECUTIVE_FAILURES,
  METRIC_JOB_RUN_DURATION,
  METRIC_JOB_RUN_OLDEST_ACTIVE_START_TIME,
} from "@jobscope/semconv";
import type { InstanceKey, ServiceId } from "@jobscope/tracker";
import { identityOfResource, idWithin } from "@jobscope/tracker";

import { endsStream, isDelta } from "../point-facts.ts";
import type { FactBook } from "./fact-book.ts";
import { type JobEntry, newJobEntry } from "./job-entry.ts";
import { LIMITS } from "./limits.ts";
import { type Counted, type Increment, cumulativeIncrement, deltaIncrement } from "./metric-increment.ts";
import { MetricOutcomes } from "./metric-outcomes.ts";
import { isFallback, jobNameOf, streamKeyOf, valueOf } from "./metric-point.ts";

export { FALLBACK_METRICS } from "./metric-point.ts";

/** What a process counted this long before we first heard of anything counts as seen from its beginning. */
const WATCH_SLACK_MS = 60_000;
/** A job of which no metric tells any more is forgotten after a day, or after the longest window. */
const KEEP_MS = 86_400_000;
/** A service whose metrics have stayed away this long, while others arrive, is silent. */
const SILENT_MS = 300_000;

interface Stream {
  readonly jobId: string;
  counted: Counted;
}

/** Jobs of services that send no job events, as far as their metrics tell of them. */
export class MetricJobs {
  readonly #book: FactBook;
  readonly #outcomes: MetricOutcomes;
  readonly #streams = new Map<string, Stream>();
  /** Our clock and the sender's at the newest point. */
  readonly #heard = new Map<ServiceId, number>();
  readonly #senderMs = new Map<InstanceKey, number>();
  #watchedSinceMs = Number.POSITIVE_INFINITY;

  constructor(book: FactBook) {
    this.#book = book;
    this.#outcomes = new MetricOutcomes(book);
  }

  take(point: MetricPoint, receivedMs: number): void {
    this.#watchedSinceMs = Math.min(this.#watchedSinceMs, receivedMs - WATCH_SLACK_MS);
    if (!isFallback(point)) return;
    const { serviceId, instanceKey } = identityOfResource(point.resource);
    if (this.#book.services.get(serviceId)?.sendsEvents === true) return;
    const entry = this.#entryOf(point);
    if (entry === undefined) return;
    this.#heard.set(serviceId, Math.max(receivedMs, this.#heard.get(serviceId) ?? 0));
    this.#senderMs.set(instanceKey, Math.max(point.timeMs, this.#senderMs.get(instanceKey) ?? 0));
    this.#takePoint(entry, point, receivedMs);
    this.#book.touchJob(entry);
  }

  senderMs(instanceKey: InstanceKey): number | undefined {
    return this.#senderMs.get(instanceKey);
  }

  isSilent(serviceId: ServiceId): boolean {
    const heardMs = this.#heard.get(serviceId);
    return heardMs !== undefined && (this.#book.lastHeardMs ?? 0) - heardMs > SILENT_MS;
  }

  expire(nowMs: number): void {
    const untilMs = nowMs - Math.max(KEEP_MS, this.#book.needs.runsMs);
    for (const [key, { counted, jobId }] of this.#streams) {
      if (counted.timeMs <= untilMs || this.#book.jobs.get(jobId)?.source !== "metrics") this.#streams.delete(key);
    }
    for (const entry of this.#book.jobs.values()) {
      if (entry.source === "metrics" && this.#outcomes.newestMs(entry) <= untilMs) this.#book.removeJob(entry);
    }
    for (const [key, timeMs] of this.#senderMs) if (timeMs <= untilMs) this.#senderMs.delete(key);
    for (const [id, heardMs] of this.#heard) if (heardMs <= untilMs) this.#heard.delete(id);
    this.#outcomes.expire();
  }

  #entryOf(point: MetricPoint): JobEntry | undefined {
    const job = jobNameOf(point);
    if (job === undefined) return undefined;
    const { service, serviceId } = identityOfResource(point.resource);
    const id = idWithin(serviceId, job.name);
    const { name, criticality } = job;
    const known = this.#book.jobs.get(id);
    if (known === undefined && (this.#outcomes.jobs >= LIMITS.metricJobs || !this.#book.admits(serviceId))) {
      this.#book.overflowed += 1;
      return undefined;
    }
    const entry =
      known ?? this.#book.addJob(newJobEntry({ id, serviceId, service, name, criticality, source: "metrics" }));
    // Not every metric carries what is known of the job.
    if (criticality !== "normal") entry.criticality = criticality;
    if (job.group !== "") entry.group = job.group;
    if (job.owner !== "") entry.owner = job.owner;
    return entry;
  }

  #takePoint(entry: JobEntry, point: MetricPoint, receivedMs: number): void {
    const { instanceKey } = identityOfResource(point.resource);
    const key = streamKeyOf(point, instanceKey);
    if (endsStream(point)) {
      this.#streams.delete(key);
      this.#outcomes.end(entry, key, point.metric.name);
      return;
    }
    const at = { key, instanceKey, timeMs: Math.min(point.timeMs, receivedMs), receivedMs };
    switch (point.metric.name) {
      case METRIC_JOB_RUN_DURATION:
        this.#outcomes.ended(entry, { ...at, point, increment: this.#increment(entry, point, key) });
        return;
      case METRIC_JOB_MISSED_RUNS:
        this.#outcomes.missed(entry, { ...at, point, increment: this.#increment(entry, point, key) });
        return;
      case METRIC_JOB_RUN_CONSECUTIVE_FAILURES:
        this.#outcomes.failing(entry, { ...at, value: valueOf(point) });
        return;
      case METRIC_JOB_RUN_OLDEST_ACTIVE_START_TIME:
        this.#outcomes.active(entry, { ...at, value: valueOf(point) });
        return;
      case METRIC_JOB_LAST_SUCCESS_TIMESTAMP:
        this.#outcomes.succeeded(entry, { ...at, value: valueOf(point) });
    }
  }

  #increment(entry: JobEntry, point: MetricPoint, key: string): Increment {
    const nothing = { count: 0, sum: 0 };
    const now = countedOf(point);
    const stream = this.#streams.get(key);
    if (now === undefined) return nothing;
    const increment = isDelta(point.metric)
      ? deltaIncrement(stream?.counted, now)
      : cumulativeIncrement(stream?.counted, now, this.#watchedSinceMs);
    if (increment === undefined) return nothing;
    if (stream !== undefined) stream.counted = now;
    else if (this.#streams.size < LIMITS.metricStreams) this.#streams.set(key, { jobId: entry.id, counted: now });
    else {
      this.#book.overflowed += 1;
      return nothing;
    }
    return increment;
  }
}

function countedOf(point: MetricPoint): Counted | undefined {
  const { startMs, timeMs } = point;
  if (point.kind === "histogram" || point.kind === "exponential_histogram") {
    return { startMs, timeMs, count: point.count, sum: point.sum ?? 0 };
  }
  const count = valueOf(point);
  return count === undefined ? undefined : { startMs, timeMs, count, sum: 0 };
}
