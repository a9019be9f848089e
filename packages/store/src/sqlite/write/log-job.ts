import type { LogRecord } from "@jobscope/otlp";
import { ATTR_JOB_NAME } from "@jobscope/semconv";
import { idWithin } from "@jobscope/tracker";

import type { Connection } from "../database/connection.ts";
import { numberOf } from "../database/row.ts";
import { packHex } from "../rows/content-key.ts";
import type { KeyTables } from "../rows/key-tables.ts";
import type { Origin } from "../rows/origins.ts";
import { runRefOf } from "../rows/run-rows.ts";
import { textAttributeOf } from "./log-identity.ts";

const JOB_OF_RUN = "SELECT job_id FROM runs WHERE service_id = ? AND run_ref = ?";
const JOB_OF_TRACE = "SELECT job_id FROM runs WHERE trace_id = ? LIMIT 1";

/** Number for "no job is known". */
export const NO_JOB = 0;

/**
 * Which job a record belongs to: the one it names; else that of its run; else that of its trace, which is all that an
 * application's own records carry. A run that comes after its records adopts them (`writeRunLinks`). One for each request.
 */
export class LogJobs {
  readonly #connection: Connection;
  readonly #keys: KeyTables;
  readonly #ofTraces = new Map<string, number>();

  constructor(connection: Connection, keys: KeyTables) {
    this.#connection = connection;
    this.#keys = keys;
  }

  numberFor(log: LogRecord, { serviceId, serviceNumber }: Origin, runId: string): number {
    const name = textAttributeOf(log, ATTR_JOB_NAME);
    if (name !== "") return this.#keys.job(idWithin(serviceId, name));
    if (runId !== "") return this.#find(JOB_OF_RUN, serviceNumber, runRefOf(idWithin(serviceId, runId))[1]);
    const trace = packHex(log.traceId);
    if (trace === null) return NO_JOB;
    const known = this.#ofTraces.get(log.traceId) ?? this.#find(JOB_OF_TRACE, trace);
    this.#ofTraces.set(log.traceId, known);
    return known;
  }

  #find(sql: string, ...values: (string | number | Uint8Array)[]): number {
    const row = this.#connection.get(sql, ...values);
    return row === undefined ? NO_JOB : numberOf(row, "job_id");
  }
}
