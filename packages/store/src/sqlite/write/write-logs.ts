import type { LogRecord } from "@jobscope/otlp";
import {
  ATTR_ERROR_TYPE,
  ATTR_EXCEPTION_MESSAGE,
  ATTR_EXCEPTION_STACKTRACE,
  ATTR_EXCEPTION_TYPE,
  ATTR_JOB_RUN_ID,
  ATTR_LOG_CATEGORY,
  EVENT_JOB_PROCESS_HEARTBEAT,
  EVENT_JOB_RUN_HEARTBEAT,
} from "@jobscope/semconv";

import type { AcceptedRecords } from "../../port/write.ts";
import type { Connection } from "../database/connection.ts";
import { encodeAttributes, encodeValue } from "../rows/any-value.ts";
import { packHex } from "../rows/content-key.ts";
import type { Counters } from "../rows/counters.ts";
import { SOURCE_LOG } from "../rows/error-groups.ts";
import type { KeyTables } from "../rows/key-tables.ts";
import { categoryNumber, SEVERITY_ERROR } from "../rows/log-numbers.ts";
import type { Origin, Origins, RecordBatch } from "../rows/origins.ts";
import { ownerOfRun } from "../rows/run-owner.ts";
import { logKey, textAttributeOf } from "./log-identity.ts";
import { LogJobs } from "./log-job.ts";
import { textOfLog } from "./log-text.ts";
import { RecordTally } from "./record-tally.ts";

const INSERT = `INSERT OR IGNORE INTO logs (key, resource_id, scope_id, service_id, owner, related, received_ms, time_ms,
  observed_ms, severity, severity_text, event_name, trace_id, span_id, flags, dropped, body, attributes, job_id, category)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const INSERT_WORDS = "INSERT INTO logs_text (rowid, words) VALUES (?, ?)";

/** Beats say "still alive", many times a minute: they are state of an instance, not history. */
function isBeat(log: LogRecord): boolean {
  return log.eventName === EVENT_JOB_PROCESS_HEARTBEAT || log.eventName === EVENT_JOB_RUN_HEARTBEAT;
}

export interface LogTarget {
  readonly connection: Connection;
  readonly origins: Origins;
  readonly keys: KeyTables;
  readonly counters: Counters;
}

/** Stores log records, each once; `owner` is the run they name, else their trace. */
export function writeLogs(target: LogTarget, { records, receivedMs }: RecordBatch<LogRecord>): AcceptedRecords {
  const writer = new LogWriter(target, receivedMs);
  let stored = 0;
  let duplicates = 0;
  for (const log of records) {
    if (isBeat(log)) continue;
    if (writer.write(log)) stored += 1;
    else duplicates += 1;
  }
  return { stored, duplicates };
}

/** Writes the records of one request. */
class LogWriter {
  readonly #target: LogTarget;
  readonly #receivedMs: number;
  readonly #jobs: LogJobs;
  readonly #tally = new RecordTally();

  constructor(target: LogTarget, receivedMs: number) {
    this.#target = target;
    this.#receivedMs = receivedMs;
    this.#jobs = new LogJobs(target.connection, target.keys);
  }

  /** False where the record was there already. */
  write(log: LogRecord): boolean {
    const { connection, origins } = this.#target;
    const resource = origins.resource(log.resource, this.#receivedMs);
    const scope = origins.scope(log.scope, this.#receivedMs);
    const runId = textAttributeOf(log, ATTR_JOB_RUN_ID);
    const traceId = packHex(log.traceId);
    const timeMs = log.timeMs || log.observedMs || this.#receivedMs;
    const jobId = this.#jobs.numberFor(log, resource, runId);
    const { changes, lastInsertRowid } = connection
      .statement(INSERT)
      .run(
        logKey(log, { resource, scope }, this.#tally),
        resource.id,
        scope.id,
        resource.serviceNumber,
        runId === "" ? traceId : ownerOfRun(runId),
        runId === "" ? 0 : 1,
        this.#receivedMs,
        timeMs,
        log.observedMs,
        log.severityNumber,
        log.severityText,
        log.eventName,
        traceId,
        packHex(log.spanId),
        log.flags,
        log.droppedAttributesCount,
        encodeValue(log.body),
        encodeAttributes(log.attributes),
        jobId,
        categoryNumber(textAttributeOf(log, ATTR_LOG_CATEGORY)),
      );
    if (changes === 0) return false;
    const text = textOfLog(log);
    if (text !== "") connection.run(INSERT_WORDS, Number(lastInsertRowid), text);
    if (isErrorOfItsOwn(log, runId)) this.#countError(log, resource, { jobId, atMs: timeMs });
    return true;
  }

  #countError(log: LogRecord, resource: Origin, at: { readonly jobId: number; readonly atMs: number }): void {
    const { counters } = this.#target;
    const { serviceId, serviceNumber } = resource;
    const message = textAttributeOf(log, ATTR_EXCEPTION_MESSAGE) || textOfLog(log);
    const stack = textAttributeOf(log, ATTR_EXCEPTION_STACKTRACE) || undefined;
    const errorType = textAttributeOf(log, ATTR_EXCEPTION_TYPE) || textAttributeOf(log, ATTR_ERROR_TYPE);
    const facts = { errorType, message, stack };
    const groupId = counters.errorGroup({ serviceId, serviceNumber, source: SOURCE_LOG, facts });
    counters.addError({ groupId, ...at }, { message, stack });
  }
}

/** What fails a run is counted with the run, and an event of a job says what became of one. */
function isErrorOfItsOwn(log: LogRecord, runId: string): boolean {
  return log.severityNumber >= SEVERITY_ERROR && runId === "" && !log.eventName.startsWith("job.");
}
