import { setTimeout as sleep } from "node:timers/promises";

import { expect, it } from "vitest";

import { logsBody, processBeat, runEnd, runIdOf, runStart } from "./support/job-events.ts";
import { ask, configOf, dataDirectory, spawnMonitor, startMonitor } from "./support/monitors.ts";
import { post } from "./support/otlp-client.ts";

const SENDER = { service: "billing", instance: "billing-1" };

async function stateOf(api: string, runId: string): Promise<unknown> {
  const { body } = await ask(api, "/runs");
  const { items } = body as { items: readonly { run_id?: string; id?: string; state?: string }[] };
  return items.find((item) => JSON.stringify(item).includes(runId));
}

it(
  "keeps runs running over a kill and a restart of the monitor, and judges their end",
  { timeout: 60_000 },
  async () => {
    const data = dataDirectory();
    const run = { job: "long", runId: runIdOf(1), startMs: Date.now() - 600_000 };
    // A lease of 2 x 0.1 s + 5 s, which will have lapsed by the time of the second life if its clock were not started anew.
    const beat = (sequence: number) =>
      processBeat(sequence, Date.now(), {
        "job.process.heartbeat.interval": 0.1,
        "job.process.active_run_count": 1,
        "job.process.active_runs": [run.runId],
      });
    const first = await spawnMonitor(configOf(data));
    await post(first.otlp, { body: logsBody(SENDER, [runStart(run), beat(1)]) });
    expect(await stateOf(first.api, run.runId)).toMatchObject({ state: "running" });
    await first.end("SIGKILL");
    await sleep(5_500);

    const second = await spawnMonitor(configOf(data));
    expect(await stateOf(second.api, run.runId)).toMatchObject({ state: "running" });
    await sleep(1_500);
    expect(await stateOf(second.api, run.runId)).toMatchObject({ state: "running" });
    await post(second.otlp, { body: logsBody(SENDER, [beat(9)]) });
    await second.end("SIGTERM");

    const third = await startMonitor(configOf(data));
    expect(await stateOf(third.apiAddress, run.runId)).toMatchObject({ state: "running" });
    await post(third.otlpAddress, { body: logsBody(SENDER, [runEnd(run, "success", 612_000)]) });
    expect(await stateOf(third.apiAddress, run.runId)).toMatchObject({ state: "success" });
  },
);

it("finds a process lost that goes silent, and takes it back when it speaks again", { timeout: 60_000 }, async () => {
  const monitor = await startMonitor(configOf(dataDirectory()));
  const run = { job: "long", runId: runIdOf(2), startMs: Date.now() };
  const beat = (sequence: number) =>
    processBeat(sequence, Date.now(), {
      "job.process.heartbeat.interval": 0.1,
      "job.process.active_run_count": 1,
    });
  await post(monitor.otlpAddress, { body: logsBody(SENDER, [runStart(run), beat(1)]) });
  await expect
    .poll(() => stateOf(monitor.apiAddress, run.runId), { timeout: 15_000 })
    .toMatchObject({ state: "error" });
  await post(monitor.otlpAddress, { body: logsBody(SENDER, [beat(2)]) });
  expect(await stateOf(monitor.apiAddress, run.runId)).toMatchObject({ state: "running" });
});
