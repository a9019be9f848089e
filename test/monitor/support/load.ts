import { setTimeout as sleep } from "node:timers/promises";

import { openSqliteReader } from "@jobscope/store";
import { idWithin, serviceIdOf } from "@jobscope/tracker";
import { storeFileOf } from "jobscope";

import type { LogEvent } from "../../support/job-events.ts";
import { logsBody, runEnd, runIdOf } from "../../support/job-events.ts";
import { keepAliveAgent, post } from "../../support/otlp-client.ts";

/** Log records that one run sends: its lines and its end. */
export const RECORDS_PER_RUN = 5;
export const RUNS_PER_REQUEST = 10;

const SENDER = { service: "load", instance: "load-1" };
const SERVICE_ID = serviceIdOf({ environment: "test", namespace: "", service: SENDER.service });

/** All records of run `index`: its lines, numbered, then its end. */
function recordsOf(index: number, atMs: number): readonly LogEvent[] {
  const runId = runIdOf(index);
  const lines = Array.from({ length: RECORDS_PER_RUN - 1 }, (_, line) => ({
    name: "",
    timeMs: atMs + line,
    body: lineOf(index, line),
    attributes: { "job.name": "numbered", "job.run.id": runId, "log.record.uid": `${runId}-${line}` },
  }));
  return [...lines, runEnd({ job: "numbered", runId, startMs: atMs })];
}

const lineOf = (index: number, line: number): string => `run ${index} line ${line}`;

/** A request by number: the same number is the same bytes, whenever it is sent. */
export function requestBody(number: number, atMs: number): string {
  const runs = Array.from({ length: RUNS_PER_REQUEST }, (_, offset) => number * RUNS_PER_REQUEST + offset);
  return logsBody(
    SENDER,
    runs.flatMap((index) => recordsOf(index, atMs)),
  );
}

export interface Load {
  /** Requests by number that were answered 200. */
  readonly acknowledged: Set<number>;
  /** Requests by number that were sent and not acknowledged: refused, or the connection broke. */
  readonly open: Set<number>;
  /** Status codes that came, counted. */
  readonly statuses: Map<number, number>;
  /** Sends no more, and waits for what is on its way. */
  stop(): Promise<void>;
}

/** Sends numbered requests at a steady rate without waiting for answers, as many senders together do. */
export function startLoad(
  otlp: string,
  options: { readonly requestsPerSecond: number; readonly atMs: number; readonly first?: number },
): Load {
  const acknowledged = new Set<number>();
  const open = new Set<number>();
  const statuses = new Map<number, number>();
  const agent = keepAliveAgent();
  const onWire = new Set<Promise<void>>();
  const control = new AbortController();
  const send = async (number: number): Promise<void> => {
    open.add(number);
    try {
      const { status } = await post(otlp, { body: requestBody(number, options.atMs), agent });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status !== 200) return;
      open.delete(number);
      acknowledged.add(number);
    } catch {
      // The connection broke: whether it was stored is unknown, it was not acknowledged.
    }
  };
  const pump = (async () => {
    const startedMs = performance.now();
    const first = options.first ?? 0;
    for (let sent = 0; !control.signal.aborted;) {
      const due = ((performance.now() - startedMs) / 1_000) * options.requestsPerSecond;
      for (; sent < due && onWire.size < 200; sent++) {
        const sending = send(first + sent);
        onWire.add(sending);
        void sending.finally(() => onWire.delete(sending));
      }
      await sleep(5);
    }
  })();
  return {
    acknowledged,
    open,
    statuses,
    stop: async () => {
      control.abort();
      await pump;
      await Promise.all(onWire);
      agent.destroy();
    },
  };
}

/** Sends what was not acknowledged again, until it is. */
export async function resend(otlp: string, load: Load, atMs: number): Promise<void> {
  for (const number of load.open) {
    const { status, text } = await post(otlp, { body: requestBody(number, atMs) });
    if (status !== 200) throw new Error(`sent again, answered ${status}: ${text}`);
    load.open.delete(number);
    load.acknowledged.add(number);
  }
}

export interface StoredRequests {
  /** Requests of which every record is stored exactly once. */
  readonly complete: Set<number>;
  /** What is wrong: records that are missing or stored twice. */
  readonly faults: readonly string[];
  readonly logRows: number;
  readonly runs: number;
}

/** What the database of a monitor that does not run holds of the requests `numbers`. */
export function storedRequests(dataDir: string, numbers: Iterable<number>): StoredRequests {
  const reader = openSqliteReader({ path: storeFileOf(dataDir) });
  try {
    const complete = new Set<number>();
    const faults: string[] = [];
    for (const number of numbers) {
      const runs = Array.from({ length: RUNS_PER_REQUEST }, (_, offset) => number * RUNS_PER_REQUEST + offset);
      const found = runs.map((index) => ({ index, detail: reader.run(idWithin(SERVICE_ID, runIdOf(index))) }));
      const present = found.filter(({ detail }) => detail !== undefined);
      if (present.length === 0) continue;
      const wrong = found.flatMap(({ index, detail }) => {
        const bodies =
          detail?.logs
            .filter(({ eventName }) => eventName === "")
            .map(({ body }) => (typeof body === "string" ? body : "")) ?? [];
        const ends = detail?.logs.filter(({ eventName }) => eventName === "job.run.end").length ?? 0;
        const wanted = Array.from({ length: RECORDS_PER_RUN - 1 }, (_, line) => lineOf(index, line));
        const right = detail?.run.state === "success" && ends === 1 && bodies.toSorted().join() === wanted.join();
        return right
          ? []
          : [`run ${index} of request ${number}: ${detail?.run.state}, ${ends} ends, lines ${bodies.join()}`];
      });
      if (wrong.length === 0) complete.add(number);
      faults.push(...wrong);
    }
    const { rows } = reader.health();
    return { complete, faults, logRows: rows["logs"] ?? 0, runs: rows["runs"] ?? 0 };
  } finally {
    reader.close();
  }
}
