import { setTimeout as sleep } from "node:timers/promises";

import { expect, it } from "vitest";

import { logsBody, processBeat, runIdOf, runStart } from "./support/job-events.ts";
import { ask, configOf, dataDirectory, spawnMonitor } from "./support/monitors.ts";
import { post } from "./support/otlp-client.ts";

/** The lease of a process that beats every 0.1 s: 2 x 0.1 s + 5 s. */
const LEASE_MS = 5_200;

it.runIf(process.platform !== "win32")(
  "accuses nobody of a silence that was its own: stopped for longer than a lease",
  { timeout: 60_000 },
  async () => {
    const monitor = await spawnMonitor(configOf(dataDirectory()));
    const run = { job: "long", runId: runIdOf(1), startMs: Date.now() };
    const beat = processBeat(1, Date.now(), {
      "job.process.heartbeat.interval": 0.1,
      "job.process.active_run_count": 1,
      "job.process.active_runs": [run.runId],
    });
    const { status } = await post(monitor.otlp, {
      body: logsBody({ service: "billing", instance: "billing-1" }, [runStart(run), beat]),
    });
    expect(status).toBe(200);
    const stateOfRun = async (): Promise<unknown> => {
      const { body } = await ask(monitor.api, "/runs");
      return (body as { items: readonly { state: string }[] }).items[0]?.state;
    };
    monitor.child.kill("SIGSTOP");
    await sleep(LEASE_MS + 1_500);
    monitor.child.kill("SIGCONT");
    expect(await stateOfRun()).toBe("running");
    await sleep(1_500);
    expect(await stateOfRun()).toBe("running");
    // From here on the silence is the sender's.
    await expect.poll(stateOfRun, { timeout: 15_000 }).toBe("error");
  },
);
