import type { DecodedRequest, LogRecord, MetricPoint, Resource, SpanRecord } from "@jobscope/otlp";
import { SCOPE_MONITOR } from "@jobscope/semconv";

import type { TrackerInput } from "../model/tracker.ts";
import { MalformedAttribute, boundInstant } from "./attribute.ts";
import { readJobEvent, timeOf } from "./read-job-event.ts";
import { isRunSpan, readRunSpan } from "./read-run-span.ts";

export interface ReadResult {
  readonly inputs: TrackerInput[];
  /** Job events and run spans that break the wire contract; each is a sign of life instead. */
  readonly malformed: number;
  /** Why the first of them does; `""` when there is none. */
  readonly malformedReason: string;
}

type AnyRecord = LogRecord | SpanRecord | MetricPoint;

const isLog = (record: AnyRecord): record is LogRecord => "eventName" in record;
const isSpan = (record: AnyRecord): record is SpanRecord => "parentSpanId" in record;

function read(record: AnyRecord): TrackerInput | undefined {
  if (isLog(record)) return record.eventName.startsWith("job.") ? readJobEvent(record) : undefined;
  return isSpan(record) && isRunSpan(record) ? readRunSpan(record) : undefined;
}

function timeOfAny(record: AnyRecord): number {
  if (isLog(record)) return timeOf(record);
  return boundInstant(isSpan(record) ? record.endMs : record.timeMs);
}

/** Everything the tracker is to know of one request, in wire order. Never throws. */
export function readTrackerInputs(request: DecodedRequest): ReadResult {
  const inputs: TrackerInput[] = [];
  const alive = new Map<Resource, number>();
  let malformed = 0;
  let malformedReason = "";
  for (const record of request.records) {
    // Conclusions of a monitor are not reports of a process: taking them in would close a loop.
    if (record.scope.name === SCOPE_MONITOR) continue;
    try {
      const input = read(record);
      if (input === undefined) alive.set(record.resource, Math.max(timeOfAny(record), alive.get(record.resource) ?? 0));
      else inputs.push(input);
    } catch (error) {
      if (!(error instanceof MalformedAttribute)) throw error;
      malformed += 1;
      malformedReason ||= error.message;
      alive.set(record.resource, Math.max(timeOfAny(record), alive.get(record.resource) ?? 0));
    }
  }
  for (const [resource, timeMs] of alive) inputs.push({ kind: "sign_of_life", record: { resource }, timeMs });
  return { inputs, malformed, malformedReason };
}

/** {@link readTrackerInputs} without the count of malformed events. */
export function toTrackerInputs(request: DecodedRequest): TrackerInput[] {
  return readTrackerInputs(request).inputs;
}
