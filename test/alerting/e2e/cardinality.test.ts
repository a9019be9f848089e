/** An attribute with a million values, sent to the real monitor. */
import { readFileSync } from "node:fs";

import { waitFor } from "@jobscope/testkit";
import { expect, test } from "vitest";

import { toOtlpProtobuf } from "../../../packages/otlp/test/otlp-protobuf.ts";
import { resourceOf } from "../../support/job-events.ts";
import { post } from "../../support/otlp-client.ts";
import { slowTestsRun } from "../../support/slow.ts";
import { AlertingMonitor } from "./support/alerting-monitor.ts";
import { HookRecipient } from "./support/recipients.ts";
import { outcomeBody, sendUntilTaken } from "./support/steadfast-sender.ts";

const SENDER = { service: "careless", instance: "careless-1" };
const PER_REQUEST = 5_000;
/** Beyond the 200,000 streams that rules look at, in any case. */
const SERIES = slowTestsRun() ? 1_000_000 : 220_000;
const MAX_RSS_MB = 1_500;

/** Points of a metric that a rule of the pack reads, each with a value of its own in an attribute. */
function attack(from: number, atMs: number): string {
  const dataPoints = Array.from({ length: PER_REQUEST }, (_, index) => ({
    timeUnixNano: `${atMs}000000`,
    asDouble: 0.1,
    attributes: [{ key: "request.id", value: { stringValue: `request-${from + index}` } }],
  }));
  const metrics = [{ name: "jobscope.process.memory.utilization", unit: "1", gauge: { dataPoints } }];
  return JSON.stringify({
    resourceMetrics: [{ resource: resourceOf(SENDER), scopeMetrics: [{ scope: { name: "x" }, metrics }] }],
  });
}

test(
  "series without end: rules say that they are blind for them, memory is bounded, everything else goes on",
  { timeout: 240_000 },
  async () => {
    await using hook = await HookRecipient.start();
    await using monitor = await AlertingMonitor.start({
      hook,
      file: { route: { receiver: "default", groupBy: ["alertname", "job_name"], groupWait: 0, groupInterval: "1s" } },
    });
    const { process } = monitor;
    let sent = 0;
    let highestMb = 0;
    while (sent < SERIES) {
      const body = toOtlpProtobuf("metrics", attack(sent, Date.now()));
      const { status, text } = await post(process.otlp, {
        path: "/v1/metrics",
        body,
        headers: { "content-type": "application/x-protobuf" },
      });
      expect([200, 503], text).toContain(status);
      if (status === 200) sent += PER_REQUEST;
      highestMb = Math.max(highestMb, rssMb(process.pid));
    }
    await waitFor(
      "the alert about it",
      () => hook.told("firing").some(({ labels }) => labels["alertname"] === "SeriesOverflow"),
      60_000,
    );
    const failure = {
      job: "invoice",
      runId: "r1",
      result: "failure" as const,
      atMs: Date.now(),
      criticality: "critical",
    };
    await sendUntilTaken(() => process.otlp, "/v1/logs", outcomeBody(SENDER, [failure]));
    await waitFor("the failure of a job", () => hook.told("firing", "invoice").length > 0, 20_000);
    expect(highestMb).toBeLessThan(MAX_RSS_MB);
  },
);

function rssMb(pid: number): number {
  const kb = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kb) / 1024;
}
