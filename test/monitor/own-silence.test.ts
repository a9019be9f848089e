import { setTimeout as sleep } from "node:timers/promises";

import { expect, it } from "vitest";

import { type LogEvent, logsBody, processBeat, runEnd, runIdOf, runStart } from "../support/job-events.ts";
import { ask, configOf, dataDirectory, spawnMonitor, startMonitor } from "../support/monitors.ts";
import { post } from "../support/otlp-client.ts";

const SENDER = { service: "billing", instance: "billing-1" };
const RUN = { job: "long", runId: runIdOf(1), startMs: Date.now() - 600_000 };
/** The lease of a process that beats every 0.1 s: 2 x 0.1 s + 5 s. */
const LEASE_MS = 5_200;

const beat = (sequence: number): LogEvent =>
  processBeat(sequence, Date.now(), {
    "job.process.heartbeat.interval": 0.1,
    "job.process.active_run_count": 1,
    "job.process.active_runs": [RUN.runId],
  });

async function send(otlp: string, events: readonly LogEvent[]): Promise<void> {
  expect(await post(otlp, { body: logsBody(SENDER, events) })).toMatchObject({ status: 200 });
}

async function stateOfRun(api: string): Promise<unknown> {
  const { body } = await ask(api, "/runs");
  return (body as { items: readonly { state: string }[] }).items[0]?.state;
}

async function killedAndStartedAgain(): Promise<void> {
  const data = dataDirectory();
  const first = await spawnMonitor(configOf(data));
  await send(first.otlp, [runStart(RUN), beat(1)]);
  expect(await stateOfRun(first.api)).toBe("running");
  await first.end("SIGKILL");
  await sleep(LEASE_MS + 500);

  const second = await spawnMonitor(configOf(data));
  expect(await stateOfRun(second.api)).toBe("running");
  await sleep(1_500);
  expect(await stateOfRun(second.api)).toBe("running");
  await send(second.otlp, [beat(9)]);
  expect(await second.end("SIGTERM")).toEqual({ code: 0, signal: null });

  const third = await startMonitor(configOf(data));
  expect(await stateOfRun(third.apiAddress)).toBe("running");
  await send(third.otlpAddress, [runEnd(RUN, "success", 612_000)]);
  expect(await stateOfRun(third.apiAddress)).toBe("success");
}

async function suspendedAndResumed(): Promise<void> {
  const monitor = await spawnMonitor(configOf(dataDirectory()));
  await send(monitor.otlp, [runStart(RUN), beat(1)]);
  monitor.child.kill("SIGSTOP");
  await sleep(LEASE_MS + 500);
  monitor.child.kill("SIGCONT");
  expect(await stateOfRun(monitor.api)).toBe("running");
  await sleep(1_500);
  expect(await stateOfRun(monitor.api)).toBe("running");
  // From here on the silence is the sender's, until it speaks again.
  await expect.poll(() => stateOfRun(monitor.api), { timeout: 15_000 }).toBe("error");
  await send(monitor.otlp, [beat(2)]);
  expect(await stateOfRun(monitor.api)).toBe("running");
}

// Leases take seconds whatever the test does: both at once.
it.runIf(process.platform !== "win32")(
  "accuses nobody of a silence that was the monitor's own: killed and started again, suspended and resumed",
  { timeout: 60_000 },
  async () => {
    await Promise.all([killedAndStartedAgain(), suspendedAndResumed()]);
  },
);
