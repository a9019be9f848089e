import { setTimeout as sleep } from "node:timers/promises";

import type { LogRecord } from "@jobscope/otlp";
import { ATTR_JOB_EVENT_SEQUENCE, EVENT_JOB_RUN_END, EVENT_JOB_RUN_START } from "@jobscope/semconv";
import { OtlpRelay } from "@jobscope/testkit";
import { expect } from "vitest";

import { MonitorProcess } from "./monitor-process.ts";
import { startService } from "./service-process.ts";

interface Outage {
  readonly awayMs: number;
  /** Longer than the outage: work goes on afterwards. */
  readonly workSeconds: number;
}

const PER_SECOND = 50;

/** A service makes 50 runs a second while its receiver is away and back: every start and end is there, in order, once. */
export async function expectEverythingAfter({ awayMs, workSeconds }: Outage): Promise<void> {
  await using monitor = await MonitorProcess.start();
  await using relay = await OtlpRelay.start(monitor.otlp);
  await using service = await startService({ name: "steady", endpoint: relay.url, tmp: monitor.folder });
  service.tell(`rate ${PER_SECOND} ${workSeconds}`);
  await monitor.api.until(
    () => monitor.api.runs("job=steady"),
    (runs) => runs.length > 10,
  );
  await relay.goAway();
  await sleep(awayMs);
  await relay.comeBack();
  await service.says(/rate done/, 120_000);
  const all = PER_SECOND * workSeconds;
  const runs = await monitor.api.until(
    () => monitor.api.runs("job=steady&state=success"),
    (found) => found.length >= all,
    30_000,
  );
  expect(runs).toHaveLength(all);
  expect(await monitor.api.runs("job=steady")).toHaveLength(all);
  const { totals } = await monitor.api.job("job=steady");
  expect(totals).toMatchObject({ total: all, by_state: { success: all } });

  const arrived = await monitor.api.until(
    // A run is a success as soon as its span says so: the API may be ahead of the last events, which come on their own way.
    async () => relay.firstArrivals().filter(({ eventName }) => eventName.startsWith("job.run.")),
    (records) => countOf(records, EVENT_JOB_RUN_START) >= all && countOf(records, EVENT_JOB_RUN_END) >= all,
    30_000,
  );
  expect(countOf(arrived, EVENT_JOB_RUN_START)).toBe(all);
  expect(countOf(arrived, EVENT_JOB_RUN_END)).toBe(all);
  const sequence = arrived.map((record) => Number(record.attributes[ATTR_JOB_EVENT_SEQUENCE]));
  expect(sequence).toEqual(sequence.toSorted((a, b) => a - b));
}

function countOf(records: readonly LogRecord[], eventName: string): number {
  return records.filter((record) => record.eventName === eventName).length;
}
