import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ChildProgram, waitFor } from "@jobscope/testkit";

import type { Bench, Figure } from "../../scripts/bench/contract.ts";
import { isCollectorBuilt } from "../../scripts/collector/binary.ts";
import { AlertingMonitor } from "../alerting/e2e/support/alerting-monitor.ts";
import { HookRecipient } from "../alerting/e2e/support/recipients.ts";
import { startCollector } from "../collector/support/collector-process.ts";

const FAILURES = 110;
const WARM_UP = 10;
const EVERY_MS = 150;

/**
 * From the throw in a critical job to its notification at a webhook: real service, collector with its shipped configuration,
 * monitor with the default rules and routes, each a process of its own on this machine.
 */
export const bench: Bench = {
  name: "alerting, failure to notification",
  async run() {
    if (!isCollectorBuilt()) throw new Error("The collector is not built. Run: pnpm collector:build");
    await using hook = await HookRecipient.start();
    await using monitor = await AlertingMonitor.start({ hook, file: withoutLimit(hook) });
    const queueDir = mkdtempSync(join(tmpdir(), "jobscope-bench-"));
    const collector = await startCollector({ monitorEndpoint: monitor.process.otlp, queueDir });
    try {
      return [
        ...(await measured("collector, monitor, webhook", { endpoint: collector.endpoint, hook })),
        ...(await measured("monitor, webhook", { endpoint: monitor.process.otlp, hook })),
      ];
    } finally {
      await collector.stop();
      rmSync(queueDir, { recursive: true, force: true });
    }
  },
};

/** More alerts in half a minute than a webhook is sent by default; else as it comes. */
const withoutLimit = ({ url }: HookRecipient): Parameters<typeof AlertingMonitor.start>[0]["file"] => ({
  channels: { webhook: { type: "webhook", url, rate: { burst: 1000, perMinute: 60_000 } } },
});

interface Way {
  readonly endpoint: string;
  readonly hook: HookRecipient;
}

async function measured(way: string, { endpoint, hook }: Way): Promise<readonly Figure[]> {
  hook.deliveries.length = 0;
  await using service = new ChildProgram({
    script: join(import.meta.dirname, "failing-service.ts"),
    args: [String(FAILURES), String(EVERY_MS), `service behind ${way}`],
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint },
  });
  await service.says(/done/, 60_000);
  const failedMs = new Map(
    [...service.stdout.matchAll(/failed (\S+) (\d+)/g)].map(([, job = "", ms]) => [job, Number(ms)]),
  );
  const told = (): ReadonlyMap<string, number> => toldMs(hook);
  await waitFor("every notification", () => told().size >= FAILURES, 30_000);
  const delays = [...told()].flatMap(([job, ms]) =>
    Number(job.split("-")[1]) < WARM_UP ? [] : [ms - (failedMs.get(job) ?? Number.NaN)],
  );
  const sorted = delays.toSorted((a, b) => a - b);
  return [
    { name: `failure to notification, ${way}, p50`, value: quantile(sorted, 0.5), unit: "ms" },
    { name: `failure to notification, ${way}, p99`, value: quantile(sorted, 0.99), unit: "ms", target: "< 1000" },
  ];
}

/** When each job was told of first. */
function toldMs({ deliveries }: HookRecipient): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  for (const { body, receivedMs } of deliveries) {
    for (const { labels } of body.alerts) {
      const job = labels["job_name"];
      if (job !== undefined && !first.has(job)) first.set(job, receivedMs);
    }
  }
  return first;
}

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
