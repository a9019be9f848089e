import type { LogRecord, MetricPoint, SpanRecord } from "@jobscope/otlp";
import type { Change, Job, Run, Slot } from "@jobscope/tracker";

import type { Page } from "../../src/port/page.ts";
import type { RunDetail, RunQuery, StoreQueries } from "../../src/port/read.ts";
import type { AcceptedRecords, StoreWriter } from "../../src/port/write.ts";
import { T0 } from "../samples.ts";

/** One store under test: fresh for each test, and what it takes to open it again. */
export interface OpenStore {
  readonly writer: StoreWriter;
  readonly reader: StoreQueries;
  /** Closes both and opens the same data again. */
  reopen(): OpenStore;
  close(): void;
}

export const logsRequest = (records: readonly LogRecord[]) =>
  ({ signal: "logs", records, rejected: 0, rejectedReason: "" }) as const;
export const tracesRequest = (records: readonly SpanRecord[]) =>
  ({ signal: "traces", records, rejected: 0, rejectedReason: "" }) as const;
export const metricsRequest = (records: readonly MetricPoint[]) =>
  ({ signal: "metrics", records, rejected: 0, rejectedReason: "" }) as const;

export const runChange = (run: Run, before?: Run["state"]): Change => ({ kind: "run", run, before });
export const slotChange = (slot: Slot, before?: Slot["state"]): Change => ({ kind: "slot", slot, before });
export const jobChange = (job: Job, before?: Job["health"]): Change => ({ kind: "job", job, before });

export function commitLogs(
  writer: StoreWriter,
  records: readonly LogRecord[],
  receivedMs: number = T0,
): AcceptedRecords {
  return writer.transaction(() => writer.writeRecords(logsRequest(records), receivedMs));
}

export function commit(writer: StoreWriter, ...changes: readonly Change[]): void {
  writer.transaction(() => {
    writer.writeChanges(changes);
  });
}

/** Every item of a list, page by page. */
export function allPages<T>(list: (cursor: string | undefined) => Page<T>): T[] {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = list(cursor);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return items;
}

export const withCursor = <Q extends object>(query: Q, cursor: string | undefined): Q =>
  cursor === undefined ? query : { ...query, cursor };

export function allRuns(reader: StoreQueries, query: RunQuery = { limit: 100 }): Run[] {
  return allPages((cursor) => reader.runs(withCursor(query, cursor)));
}

export function detailOf(reader: StoreQueries, run: Run): RunDetail {
  const detail = reader.run(run.key);
  if (detail === undefined) throw new Error(`run ${run.key} is not stored`);
  return detail;
}

/** Everything that can be read through the port, in an order of its own. */
export function contentsOf(reader: StoreQueries, nowMs: number): unknown {
  const runs = allRuns(reader).toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const slots = allPages((cursor) => reader.slots(withCursor({ limit: 100 }, cursor)));
  const { sequence: _sequence, ...status } = reader.status(nowMs);
  return {
    runs: runs.map((run) => {
      const { logs, spans } = detailOf(reader, run);
      return { run, logs: sorted(logs), spans: sorted(spans) };
    }),
    slots: sorted(slots),
    jobs: allPages((cursor) => reader.jobs(withCursor({ limit: 10, runsPerJob: 0 }, cursor))),
    rows: reader.health().rows,
    status,
  };
}

const sorted = (items: readonly object[]): string[] => items.map((item) => JSON.stringify(item)).toSorted();
