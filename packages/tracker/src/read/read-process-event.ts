import type { Attributes, LogRecord } from "@jobscope/otlp";
import {
  ATTR_JOB_PROCESS_ACTIVE_RUNS,
  ATTR_JOB_PROCESS_ACTIVE_RUN_COUNT,
  ATTR_JOB_PROCESS_BOOT_ID,
  ATTR_JOB_PROCESS_DROPPED_RECORDS,
  ATTR_JOB_PROCESS_FOUND_DEAD,
  ATTR_JOB_PROCESS_HEARTBEAT_INTERVAL,
  ATTR_JOB_PROCESS_HEARTBEAT_SEQUENCE,
  ATTR_JOB_PROCESS_KERNEL_START_TIME,
  ATTR_JOB_PROCESS_LONGEST_BLOCK,
  ATTR_JOB_PROCESS_PID_NAMESPACE,
  ATTR_JOB_PROCESS_START_TIME,
  ATTR_JOB_PROCESS_STOP_REASON,
  ATTR_PROCESS_PID,
  DEFAULT_HEARTBEAT_INTERVAL_MS,
  EVENT_JOB_PROCESS_HEARTBEAT,
  EVENT_JOB_PROCESS_START,
  EVENT_JOB_PROCESS_STOP,
  JOB_PROCESS_STOP_REASONS,
} from "@jobscope/semconv";

import type { JobEvent, ProcessIdentity, ProcessStartEvent } from "../model/job-event.ts";
import { withDefined } from "../model/with-defined.ts";
import {
  MalformedAttribute,
  readCount,
  readDurationMs,
  readEnum,
  readInstant,
  readNumber,
  readString,
  readStrings,
} from "./attribute.ts";
import { identityOfResource } from "./resource-identity.ts";

export type EventHead = Pick<
  ProcessStartEvent,
  "service" | "serviceId" | "instanceId" | "timeMs" | "traceId" | "spanId"
> & { readonly sequence?: number };

/** All three or nothing: a process id alone names another process on another host. */
function readProcess(record: LogRecord): ProcessIdentity | undefined {
  const { attributes } = record;
  const pid = readCount(attributes, ATTR_PROCESS_PID) ?? identityOfResource(record.resource).pid;
  const bootId = readHost(record, ATTR_JOB_PROCESS_BOOT_ID);
  const pidNamespace = readHost(record, ATTR_JOB_PROCESS_PID_NAMESPACE);
  const kernelStartTime = readHost(record, ATTR_JOB_PROCESS_KERNEL_START_TIME);
  if (pid === undefined || bootId === undefined || pidNamespace === undefined || kernelStartTime === undefined) {
    return undefined;
  }
  return { pid, bootId, pidNamespace, kernelStartTime };
}

/** On the event, or on the resource. */
function readHost(record: LogRecord, name: string): string | undefined {
  return readString(record.attributes, name) ?? readString(record.resource.attributes, name);
}

const startOf = (attributes: Attributes): number => readInstant(attributes, ATTR_JOB_PROCESS_START_TIME) ?? 0;

function readHeartbeat(record: LogRecord, head: EventHead): JobEvent {
  const { attributes } = record;
  const heartbeatSequence = readNumber(attributes, ATTR_JOB_PROCESS_HEARTBEAT_SEQUENCE);
  if (heartbeatSequence === undefined) throw new MalformedAttribute("a process heartbeat carries its number");
  const activeRunIds = readStrings(attributes, ATTR_JOB_PROCESS_ACTIVE_RUNS);
  const intervalMs = readDurationMs(attributes, ATTR_JOB_PROCESS_HEARTBEAT_INTERVAL);
  return {
    ...head,
    kind: EVENT_JOB_PROCESS_HEARTBEAT,
    heartbeatSequence,
    // Below 100 ms nothing beats; a zero would mean "no lease".
    intervalMs: Math.max(100, intervalMs ?? DEFAULT_HEARTBEAT_INTERVAL_MS),
    processStartMs: startOf(attributes),
    activeRunCount: readCount(attributes, ATTR_JOB_PROCESS_ACTIVE_RUN_COUNT) ?? activeRunIds?.length ?? 0,
    droppedRecords: readCount(attributes, ATTR_JOB_PROCESS_DROPPED_RECORDS) ?? 0,
    longestBlockMs: readDurationMs(attributes, ATTR_JOB_PROCESS_LONGEST_BLOCK) ?? 0,
    ...withDefined({}, { process: readProcess(record), activeRunIds }),
  };
}

export function readProcessEvent(record: LogRecord, head: EventHead): JobEvent | undefined {
  const { attributes } = record;
  switch (record.eventName) {
    case EVENT_JOB_PROCESS_START:
      return {
        ...head,
        kind: EVENT_JOB_PROCESS_START,
        processStartMs: startOf(attributes),
        foundDead: readStrings(attributes, ATTR_JOB_PROCESS_FOUND_DEAD) ?? [],
        ...withDefined({}, { process: readProcess(record) }),
      };
    case EVENT_JOB_PROCESS_HEARTBEAT:
      return readHeartbeat(record, head);
    case EVENT_JOB_PROCESS_STOP:
      return {
        ...head,
        kind: EVENT_JOB_PROCESS_STOP,
        reason: readEnum(attributes, ATTR_JOB_PROCESS_STOP_REASON, JOB_PROCESS_STOP_REASONS) ?? "exit",
      };
    default:
      return undefined;
  }
}
