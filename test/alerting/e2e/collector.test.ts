/** A real service, the real collector, the real monitor: what a person is told of one bad run. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { ChildProgram, waitFor } from "@jobscope/testkit";
import { describe, expect, onTestFinished, test } from "vitest";

import { collectorAvailable, startCollector } from "../../collector/support/collector-process.ts";
import { AlertingMonitor } from "./support/alerting-monitor.ts";
import { HookRecipient, MailRecipient } from "./support/recipients.ts";

const available = await collectorAvailable();
/** Longer than the grid of the pack's rules and the time that their groups wait. */
const CALM_MS = 3_000;

describe.skipIf(!available)("service → collector → monitor → people", () => {
  test(
    "one failure of a critical job, then three good runs: one notification and its end",
    { timeout: 90_000 },
    async () => {
      const queueDir = mkdtempSync(join(tmpdir(), "jobscope-queue-"));
      onTestFinished(() => rmSync(queueDir, { recursive: true, force: true }));
      await using hook = await HookRecipient.start();
      await using mail = await MailRecipient.start();
      await using monitor = await AlertingMonitor.start({
        hook,
        mail,
        file: {
          pack: { rules: { CriticalJobFailed: { keepFiringFor: 0 } } },
          route: { receiver: "default", groupBy: ["alertname", "job_name"], groupWait: 0, groupInterval: "1s" },
        },
      });
      const collector = await startCollector({ monitorEndpoint: monitor.process.otlp, queueDir });
      onTestFinished(() => collector.stop());
      await using service = new ChildProgram({
        script: join(import.meta.dirname, "flaky.fixture.ts"),
        env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint, TMPDIR: queueDir },
      });
      await service.says(/ready/);
      service.tell("fail");
      await waitFor("the failure", () => hook.told("firing").length > 0 && mail.mails.length > 0);
      const [failure] = hook.told("firing", "nightly");
      expect(failure?.labels).toMatchObject({
        alertname: "CriticalJobFailed",
        severity: "critical",
        service_name: "flaky",
      });
      expect(failure?.evidence).toMatchObject({
        count: 1,
        errorType: "TypeError",
        errorMessage: "no such table: invoices",
      });
      for (const _ of [1, 2, 3]) {
        service.tell("succeed");
        await sleep(200);
      }
      await waitFor("its end", () => hook.told("resolved").length > 0 && mail.mails.length > 1);
      await sleep(CALM_MS);
      service.tell("end");
      await service.ended;
      expect(hook.deliveries.map(({ body }) => body.reason)).toEqual(["firing", "resolved"]);
      expect(hook.told("resolved", "nightly")[0]?.id).toBe(failure?.id);
      expect(mail.mails.map(({ subject }) => subject.replace(/:.*/, ""))).toEqual([
        "[FIRING critical] CriticalJobFailed",
        "[RESOLVED] CriticalJobFailed",
      ]);
      const [job] = await monitor.process.api.jobs("job=nightly");
      expect(job?.consecutive_failures).toBe(0);
    },
  );
});
