/** What a job is called, and how many runs it had, as the API tells it. */
import { EVENT_JOB_RUN_END, EVENT_JOB_RUN_START } from "@jobscope/semconv";
import { OtlpRelay } from "@jobscope/testkit";
import { describe, test } from "vitest";

import type { ScheduledJob } from "../services/schedule-jobs.ts";
import { startService } from "../support/service-process.ts";
import { sharedMonitor } from "../support/shared-monitor.ts";

const monitor = sharedMonitor();

const report = (library: ScheduledJob["library"]): ScheduledJob => ({
  library,
  name: "report",
  cron: "* * * * * *",
  act: { kind: "nothing" },
});

describe.concurrent("names", { timeout: 240_000 }, () => {
  test("two jobs with one name stay two, and are the same two after a restart", async ({ expect }) => {
    const lives: (readonly { id: string; name: string; system: string }[])[] = [];
    for (const life of [1, 2]) {
      await using program = await startService({
        name: "namesakes",
        endpoint: monitor.otlp,
        tmp: monitor.folder,
        jobs: [report("croner"), report("cron")],
      });
      const jobs = await monitor.api.until(
        () => monitor.api.jobs("service=namesakes&runs=100"),
        (found) => found.length >= 2 && found.every((job) => job.runs.length >= 2 * life),
      );
      lives.push(
        jobs.map(({ id, name, system }) => ({ id, name, system })).toSorted((a, b) => a.name.localeCompare(b.name)),
      );
      await program.end("SIGTERM");
      expect(program.stderr).toContain('a job named "report" is registered already');
    }
    expect(lives[0]?.map(({ name, system }) => [name, system])).toEqual([
      ["report", "croner"],
      ["report#2", "cron"],
    ]);
    expect(lives[1]).toEqual(lives[0]);
  });

  test("one name in two services is two jobs", async ({ expect }) => {
    const one = { endpoint: monitor.otlp, tmp: monitor.folder, jobs: [report("croner")] };
    await using _billing = await startService({ ...one, name: "one-billing" });
    await using _shipping = await startService({ ...one, name: "one-shipping" });
    const both = await Promise.all(
      ["one-billing", "one-shipping"].map((name) =>
        monitor.api.until(
          () => monitor.api.jobs(`service=${name}`),
          (jobs) => (jobs[0]?.runs.length ?? 0) >= 2,
        ),
      ),
    );
    expect(both.map((jobs) => jobs.map(({ name, service }) => [name, service.name]))).toEqual([
      [["report", "one-billing"]],
      [["report", "one-shipping"]],
    ]);
    for (const [job] of both) {
      expect(new Set(job?.runs.map(({ service }) => service.name))).toEqual(new Set([job?.service.name]));
    }
  });

  test("10,000 runs at once: every start and every end is counted", async ({ expect }) => {
    await using relay = await OtlpRelay.start(monitor.otlp);
    await using program = await startService({ name: "busy", endpoint: relay.url, tmp: monitor.folder });
    const idsOf = (event: string): number =>
      new Set(
        relay.logs.filter(({ eventName }) => eventName === event).map(({ attributes }) => attributes["job.run.id"]),
      ).size;
    // The relay notes a request after the monitor stored it: the API may be ahead of it.
    const heard = (event: string): Promise<number> =>
      monitor.api.until(
        async () => idsOf(event),
        (count) => count === 10_000,
        60_000,
      );
    program.tell("burst 10000");
    await monitor.api.until(
      () => monitor.api.jobs("service=busy&job=burst&runs=0"),
      ([job]) => job?.running === 10_000,
      60_000,
    );
    // Held until every start is sent: a run that ends within its first 250 ms sends none.
    await heard(EVENT_JOB_RUN_START);
    program.tell("release");
    const { totals } = await monitor.api.until(
      () => monitor.api.job("service=busy&job=burst"),
      (job) => job.totals.by_state["success"] === 10_000,
      60_000,
    );
    expect(totals).toMatchObject({ total: 10_000, by_state: { success: 10_000 } });
    const runs = await monitor.api.runs("service=busy");
    expect(new Set(runs.map(({ run_id }) => run_id)).size).toBe(10_000);
    expect(runs.filter((run) => run.start_time === null || run.end_time === null)).toEqual([]);
    await heard(EVENT_JOB_RUN_END);
    expect([idsOf(EVENT_JOB_RUN_START), idsOf(EVENT_JOB_RUN_END)]).toEqual([10_000, 10_000]);
  });
});
