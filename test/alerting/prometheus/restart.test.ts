import { waitFor } from "@jobscope/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { LifecycleWorld, sampleOf } from "../../../packages/alerting/test/support/lifecycle-world.ts";
import { ruleOf } from "../../../packages/alerting/test/support/rules.ts";
import { prometheusAvailable, type PrometheusProcess, startPrometheus } from "./support/prometheus-process.ts";
import { remoteWrite } from "./support/remote-write.ts";

const STEP_MS = 250;
const FOR_MS = 1_000;
const RULE = { alert: "High", expr: "gauge > 10", for: `${FOR_MS}ms` };

describe.skipIf(!prometheusAvailable())("a kill while an alert fires that is true all the time", () => {
  let prometheus: PrometheusProcess;

  beforeAll(async () => {
    prometheus = await startPrometheus({
      alertmanager: "127.0.0.1:9",
      args: [],
      rules: { groups: [{ name: "g", interval: `${STEP_MS}ms`, rules: [RULE] }] },
    });
  });
  afterAll(() => prometheus.stop());

  const states = async (state: string): Promise<readonly number[]> =>
    (await prometheus.rawSamples(`ALERTS{alertstate="${state}"}`, 60)).flatMap(({ samples }) =>
      samples.map(({ atMs }) => atMs),
    );

  it("must differ: Prometheus falls back to pending, ours fires on, and no clock begins anew", async () => {
    await remoteWrite(prometheus.url, [{ labels: { __name__: "gauge" }, samples: [{ atMs: Date.now(), value: 11 }] }]);
    await waitFor("the alert to fire", async () => (await states("firing")).length > 2);
    const killedMs = Date.now();
    await prometheus.killAndRestart();
    await waitFor("the alert to be pending again", async () => ((await states("pending")).at(-1) ?? 0) > killedMs);

    const world = new LifecycleWorld(ruleOf({ forMs: FOR_MS }));
    const steps = Array.from({ length: 12 }, (_, n) => {
      world.restart();
      return world.steps(n * STEP_MS, { holding: [sampleOf({})] });
    }).flat();
    expect(steps).toEqual(["inactive > pending", "pending > firing"]);
    expect(world.active).toMatchObject([{ activeAtMs: 0, firedAtMs: FOR_MS }]);
  });
});
