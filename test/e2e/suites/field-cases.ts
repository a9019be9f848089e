/** Things that really happened to people who monitor jobs, end to end. */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { EVENT_JOB_RUN_END, EVENT_JOB_RUN_EXCEPTION } from "@jobscope/semconv";
import { ChildProgram, OtlpRelay } from "@jobscope/testkit";
import { describe, expect, test } from "vitest";

import { logsBody, processBeat } from "../../support/job-events.ts";
import { post } from "../../support/otlp-client.ts";
import type { ScheduledJob } from "../services/schedule-jobs.ts";
import { startService } from "../support/service-process.ts";
import { sharedMonitor } from "../support/shared-monitor.ts";

const TWICE = join(import.meta.dirname, "../../../packages/instrumentation/test/fixtures/twice.ts");
const TASKS = join(import.meta.dirname, "../services");
const EVERY_SECOND = "* * * * * *";

const monitor = sharedMonitor();

/** What a program printed, without what differs from run to run: times, ids, repeats. */
const printed = (text: string): readonly string[] =>
  [...new Set(text.split("\n").map((line) => line.replaceAll(/\d[\d:.TZ-]*/g, "0").trim()))].toSorted();

describe.concurrent("field cases", { timeout: 120_000 }, () => {
  test.each(["twice", "sdk-before", "sdk-after"])(
    "telemetry started twice (%s), a wrap around a wrap: one run per call",
    async (scenario) => {
      const namespace = `twice-${scenario}`;
      await using program = new ChildProgram({
        script: TWICE,
        args: [scenario],
        env: {
          OTEL_EXPORTER_OTLP_ENDPOINT: monitor.otlp,
          OTEL_RESOURCE_ATTRIBUTES: `service.namespace=${namespace}`,
          TMPDIR: monitor.folder,
        },
      });
      expect((await program.ended).code, program.stderr).toBe(0);
      expect(program.stderr).not.toMatch(/duplicate/i);
      const runs = await monitor.api.until(
        () => monitor.api.runs(`namespace=${namespace}&job=ticking`),
        (found) => found.length >= 3,
      );
      expect(runs.map(({ state }) => state)).toEqual(["success", "success", "success"]);
      const details = await Promise.all(runs.map(({ id }) => monitor.api.run(id)));
      expect(details.map(({ spans }) => spans.length)).toEqual([1, 1, 1]);
      expect(await monitor.api.jobs(`namespace=${namespace}&job=outer`)).toEqual([]);
    },
  );

  const swallowed: Readonly<Record<string, readonly ScheduledJob[]>> = {
    "node-cron and croner": [
      { library: "node-cron", name: "throws", cron: EVERY_SECOND, act: { kind: "throw" } },
      { library: "node-cron", name: "rejects", cron: EVERY_SECOND, act: { kind: "reject" } },
      { library: "node-cron", name: "calls-nothing", cron: EVERY_SECOND, act: { kind: "undefined-function" } },
      { library: "croner", name: "caught", cron: EVERY_SECOND, act: { kind: "throw" }, catchErrors: true },
    ],
    cron: [{ library: "cron", name: "cron-throws", cron: EVERY_SECOND, act: { kind: "throw" } }],
    "cron rejecting": [{ library: "cron", name: "cron-rejects", cron: EVERY_SECOND, act: { kind: "reject" } }],
  };
  test.each(Object.keys(swallowed))(
    "an exception that the library swallows (%s): recorded, and nothing else changes",
    async (name) => {
      const jobs = (swallowed[name] ?? []).map((job) => ({ ...job, tells: true }));
      const service = `swallowed-${name}`;
      const common = { name: service, endpoint: monitor.otlp, tmp: monitor.folder, jobs };
      await using bare = await startService({ ...common, bare: true });
      await using ours = await startService(common);
      // Each has had its exception before the two are compared, however late the machine lets them run.
      for (const job of jobs) {
        const called = new RegExp(`^called ${job.name}$`, "m");
        await Promise.all([bare.says(called), ours.says(called)]);
      }
      const query = `service=${encodeURIComponent(service)}`;
      for (const job of jobs) {
        const runs = await monitor.api.until(
          () => monitor.api.runs(`${query}&job=${job.name}`),
          (found) => found.length > 0,
        );
        expect(new Set(runs.map((run) => `${run.state} ${run.error?.type}`))).toEqual(
          new Set([job.act.kind === "undefined-function" ? "failure TypeError" : "failure RangeError"]),
        );
        expect(runs[0]?.error?.message).toMatch(/thrown by the job|rejected by the job|is not a function/);
      }
      await sleep(1_500);
      const alive = [bare.running, ours.running];
      expect(alive[1]).toBe(alive[0]);
      const ends = await Promise.all(
        [bare, ours].map((program) => (program.running ? program.end("SIGKILL") : program.ended)),
      );
      expect(ends[1]).toEqual(ends[0]);
      expect(printed(ours.stdout)).toEqual(printed(bare.stdout));
      // Frames of the stack differ, because there is one more function in it; and a busy machine makes either process
      // late, of which node-cron and cron warn.
      const comparable = (text: string): readonly string[] =>
        printed(text).filter((line) => !line.startsWith("at ") && !/missed execution/i.test(line));
      expect(comparable(ours.stderr)).toEqual(comparable(bare.stderr));
    },
  );

  test("a node-cron task given as a file: success, failure, no start with its cause, death", async () => {
    const file = (name: string, path: string): ScheduledJob => ({
      library: "node-cron",
      name,
      cron: EVERY_SECOND,
      act: { kind: "nothing" },
      file: path,
    });
    await using program = await startService({
      name: "files",
      endpoint: monitor.otlp,
      tmp: monitor.folder,
      jobs: [
        file("good", join(TASKS, "task-good.mjs")),
        file("throws", join(TASKS, "task-throws.mjs")),
        file("missing", join(TASKS, "task-missing.mjs")),
        file("exits", join(TASKS, "task-exits.mjs")),
      ],
    });
    const outcome = async (job: string): Promise<string> => {
      const [run] = await monitor.api.until(
        () => monitor.api.runs(`service=files&job=${job}`),
        (runs) => runs.some(({ state }) => state !== "running"),
      );
      return `${run?.state} ${run?.error?.message ?? ""}`;
    };
    expect(await outcome("good")).toBe("success ");
    expect(await outcome("throws")).toContain("failure thrown in the file");
    expect(await outcome("missing")).toMatch(/failure .*task-missing/);
    expect(await outcome("exits")).toMatch(/^failure /);
    expect(program.running).toBe(true);
  });

  test("a failure says which run it was: attempts are chained, and each signal carries them", async () => {
    await using relay = await OtlpRelay.start(monitor.otlp);
    await using program = await startService({ name: "retries", endpoint: relay.url, tmp: monitor.folder });
    program.tell("attempts 3");
    const newestFirst = await monitor.api.until(
      () => monitor.api.runs("job=retried"),
      (runs) => runs.length >= 3,
    );
    const runs = newestFirst.toSorted((a, b) => (a.attempt ?? 0) - (b.attempt ?? 0));
    expect(runs.map(({ attempt, state }) => [attempt, state])).toEqual([
      [1, "failure"],
      [2, "failure"],
      [3, "success"],
    ]);
    expect(runs.map(({ previous_run_id }) => previous_run_id)).toEqual([null, runs[0]?.run_id, runs[1]?.run_id]);
    const signals: readonly string[] = [EVENT_JOB_RUN_END, EVENT_JOB_RUN_EXCEPTION];
    const told = await monitor.api.until(
      async () => relay.logs.filter(({ eventName }) => signals.includes(eventName)),
      (records) => records.length >= 5,
    );
    expect(told).toHaveLength(5);
    for (const { attributes } of told) {
      const run = runs.find(({ run_id }) => run_id === attributes["job.run.id"]);
      expect([attributes["job.name"], attributes["job.run.attempt"]]).toEqual(["retried", run?.attempt]);
    }
    const spansOf = async (id: string) => (await monitor.api.run(id)).spans;
    for (const run of runs) {
      const [span] = await monitor.api.until(
        () => spansOf(run.id),
        (spans) => spans.length > 0,
      );
      expect(span?.attributes).toMatchObject({
        "job.name": "retried",
        "job.run.id": run.run_id,
        "job.run.attempt": run.attempt,
      });
    }
    // One piece of work, which succeeded in the end.
    expect(await monitor.api.job("job=retried")).toMatchObject({ health: "healthy", consecutive_failures: 0 });
  });

  test.each(["node-cron", "croner"] as const)(
    "%s: a run that never settles locks its job out: stuck once, every later tick a skip",
    async (library) => {
      const name = `locked-${library}`;
      await using program = await startService({
        name,
        endpoint: monitor.otlp,
        tmp: monitor.folder,
        beat: 1,
        jobs: [{ library, name: "locked", cron: EVERY_SECOND, act: { kind: "never" }, noOverlap: true }],
        jobOptions: { locked: { maxRuntime: 2 } },
      });
      const runs = await monitor.api.until(
        () => monitor.api.runs(`service=${name}`),
        (found) => found.length >= 5 && found.some(({ stuck_time }) => stuck_time !== null),
        30_000,
      );
      const skips = runs.filter(({ state }) => state === "skip");
      expect(new Set(skips.map(({ skip_reason }) => skip_reason))).toEqual(new Set(["overlap"]));
      const others = runs.filter(({ state }) => state !== "skip");
      expect(others).toMatchObject([{ state: "running" }]);
      // Each tick is one row: as many as seconds have passed.
      const ticks = runs.map((run) => Math.round(Date.parse(run.scheduled_time ?? run.start_time ?? "") / 1000));
      expect(Math.max(...ticks) - Math.min(...ticks) + 1).toBe(runs.length);
      expect((await monitor.api.job(`service=${name}`)).health).toBe("overrunning");
      program.signal("SIGKILL");
    },
  );

  test("a new job is not accused of a slot before it existed, and of the next one once", async () => {
    const sender = { service: "newcomer", instance: "newcomer-1" };
    const day = Date.UTC(2026, 10, 25);
    const slot = Date.UTC(2026, 10, 26, 1);
    const at = (hours: number): number => day + hours * 3_600_000;
    const next = Array.from({ length: 20 }, (_, index) => new Date(slot + index * 86_400_000).toISOString());
    const declared = {
      name: "job.declared",
      timeMs: at(17),
      attributes: {
        "job.name": "nightly",
        "job.system.name": "croner",
        "job.schedule.type": "cron",
        "job.schedule.expression": "0 1 * * *",
        "job.schedule.timezone": "UTC",
        "job.schedule.next_times": next,
        "log.record.uid": "newcomer-declared",
      },
    };
    let sequence = 0;
    const beat = async (timeMs: number, first: readonly (typeof declared)[] = []): Promise<void> => {
      const event = processBeat(++sequence, timeMs, { "job.process.start_time": new Date(at(16.9)).toISOString() });
      expect((await post(monitor.otlp, { body: logsBody(sender, [...first, event]) })).status).toBe(200);
    };
    await beat(at(17), [declared]);
    expect(await monitor.api.job("service=newcomer")).toMatchObject({ health: "new", next_run: { time: next[0] } });
    for (let time = at(17.1); time <= slot + 60_000; time += 600_000) {
      await beat(time);
    }
    await beat(slot + 60_000);
    expect(await monitor.api.slots("service=newcomer&state=missed")).toEqual([]);
    await beat(slot + 70_000);
    const missed = await monitor.api.until(
      () => monitor.api.slots("service=newcomer&state=missed"),
      (slots) => slots.length > 0,
    );
    expect(missed.map(({ time }) => time)).toEqual([next[0]]);
    await beat(slot + 3_700_000);
    expect(await monitor.api.slots("service=newcomer&state=missed")).toHaveLength(1);
  });

  test("texts cut through an emoji, values that no encoding has: all is well-formed and all is stored", async () => {
    await using relay = await OtlpRelay.start(monitor.otlp);
    await using program = await startService({ name: "odd", endpoint: relay.url, tmp: monitor.folder });
    program.tell("odd");
    await program.says(/odd done/);
    const runs = await monitor.api.until(
      () => monitor.api.runs("service=odd"),
      (found) => found.length >= 2,
    );
    expect(runs.map(({ state, error }) => [state, error?.type])).toEqual([
      ["failure", "RangeError"],
      ["failure", "RangeError"],
    ]);
    await program.end("SIGTERM");
    expect(program.stderr).not.toMatch(/could not deliver|rejected/);
    expect(malformed(relay.logs)).toEqual([]);
    for (const { id, run_id } of runs) {
      const { events, logs, error } = await monitor.api.run(id);
      const records = [...events, ...logs];
      expect(malformed(records)).toEqual([]);
      // Cut between two characters, and marked as cut.
      expect(error?.message).toMatch(/^x?(?:😀)+…?$/u);
      expect(error?.message?.length).toBeGreaterThan(1000);
      const stored = records.map(({ attributes }) => String(attributes["log.record.uid"]));
      const sent = relay.logs.filter(({ attributes }) => attributes["job.run.id"] === run_id);
      const uids = sent.map(({ attributes }) => String(attributes["log.record.uid"]));
      expect(new Set(stored)).toEqual(new Set(uids));
      expect(stored).toHaveLength(new Set(uids).size);
      expect(sent.length).toBeGreaterThanOrEqual(4);
    }
  });
});

/** Every string in it, keys too, that is no well-formed Unicode. */
function malformed(value: unknown): readonly string[] {
  if (typeof value === "string") return value.isWellFormed() ? [] : [value.slice(0, 80)];
  if (Array.isArray(value)) return value.flatMap(malformed);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [...malformed(key), ...malformed(inner)]);
}
