import type { AlertingFile } from "@jobscope/alerting";
import { describe, expect, it } from "vitest";

import { type Arrival, CrashingCore, type Taken } from "../../../test/crashing-core.ts";
import { beatOf, endOfRun, eventOf, gaugeOf, logsOf } from "../../../test/otlp-json.ts";

const T0 = Date.UTC(2026, 10, 25, 12, 0, 7);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const told = ({ attempt: { message } }: Taken): string =>
  `${message.reason} ${message.alerts.map(({ ruleName }) => ruleName).join()}`;
const story = (core: CrashingCore): readonly string[] => core.taken.map(told);
const at = (afterMs: number, signal: Arrival["signal"], body: string): Arrival => ({
  atMs: T0 + afterMs,
  signal,
  body,
});
const run = (afterMs: number, result: "success" | "failure", job = "sync"): Arrival =>
  at(afterMs, "logs", endOfRun({ job, runId: `${job}-${afterMs}`, endMs: T0 + afterMs, result }));
const gauge = (afterMs: number, value: number): Arrival =>
  at(afterMs, "metrics", gaugeOf("memory.used", value, T0 + afterMs));

const ROUTE: AlertingFile["route"] = { receiver: "default", groupBy: ["alertname", "job_name"], groupWait: 0 };
const fileOf = (rules: NonNullable<AlertingFile["groups"]>[number]["rules"]): AlertingFile => ({
  pack: false,
  groups: [{ name: "test", interval: "15s", rules }],
  route: ROUTE,
});

describe("what happened to people", () => {
  it("288 failures in a day, then a success: one message, reminders at their interval, and an end that counts them", () => {
    using core = new CrashingCore(fileOf([{ name: "Failed", when: { failed: true } }]), { startMs: T0 });
    const failures = Array.from({ length: 288 }, (_, index) => run((index + 1) * 5 * MINUTE, "failure"));
    core.play([run(1, "success"), ...failures, run(DAY + 5 * MINUTE, "success")], T0 + DAY + 30 * MINUTE);
    const [first, ...rest] = story(core);
    const last = core.taken.at(-1)?.attempt.message.alerts[0];
    expect([first, rest.at(-1)]).toEqual(["firing Failed", "resolved Failed"]);
    expect(rest.slice(0, -1)).toEqual(Array.from({ length: 5 }, () => "repeat Failed"));
    expect(last?.evidence).toMatchObject({ count: 288, firstMs: T0 + 5 * MINUTE, lastMs: T0 + DAY });
  });

  it("one failure, then three successes: told once, ended once", () => {
    using core = new CrashingCore(fileOf([{ name: "Failed", when: { failed: true } }]), { startMs: T0 });
    const results = (["failure", "success", "success", "success"] as const).map((result, index) =>
      run((index + 1) * MINUTE, result),
    );
    core.play(results, T0 + 2 * HOUR);
    expect(story(core)).toEqual(["firing Failed", "resolved Failed"]);
  });

  it("six gaps of a minute raise nothing under a rule that waits five, one of six minutes raises one alert", () => {
    const rule = { name: "Silent", when: { metric: "memory.used", silentFor: "45s" }, for: "5m" };
    using core = new CrashingCore(fileOf([rule]), { startMs: T0 });
    const gaps = [1, 2, 3, 4, 5, 6].map((n) => ({ fromMs: n * 10 * MINUTE, toMs: n * 10 * MINUTE + MINUTE }));
    const long = { fromMs: 70 * MINUTE, toMs: 76 * MINUTE + 15 * SECOND };
    const points: Arrival[] = [];
    for (let ms = 0; ms <= 90 * MINUTE; ms += 15 * SECOND) {
      if (![...gaps, long].some(({ fromMs, toMs }) => ms > fromMs && ms < toMs)) points.push(gauge(ms, 0.5));
    }
    core.play(points, T0 + 95 * MINUTE);
    expect(story(core)).toEqual(["firing Silent", "resolved Silent"]);
  });

  it("a good day, a death in mid-run, a day of absence: lost, then silent, once each, and nobody calls it healthy", () => {
    const process = { startMs: T0, beatSeconds: 300 };
    const declared = (afterMs: number): unknown =>
      eventOf("job.declared", T0 + afterMs, {
        "job.name": "backup",
        "job.system.name": "custom",
        "job.criticality": "critical",
        "job.scope": "instance",
        "job.schedule.type": "cron",
        "job.schedule.expression": "0 0 * * *",
        "job.schedule.next_times": [1, 2, 3, 4].map((day) => new Date(T0 + day * DAY).toISOString()),
      });
    const start = eventOf("job.run.start", T0 + 2 * DAY, {
      "job.name": "backup",
      "job.run.id": "day-2",
      "job.run.scheduled_time": new Date(T0 + 2 * DAY).toISOString(),
      "log.record.uid": "day-2-start",
    });
    const words: Arrival[] = [at(0, "logs", logsOf(declared(0), beatOf(process, { number: 1, atMs: T0 })))];
    for (let number = 2; number * 5 * MINUTE < 2 * DAY + 10 * MINUTE; number++) {
      const ms = (number - 1) * 5 * MINUTE;
      words.push(at(ms, "logs", logsOf(beatOf(process, { number, atMs: T0 + ms }))));
    }
    const good = at(DAY, "logs", endOfRun({ job: "backup", runId: "day-1", endMs: T0 + DAY + 1, result: "success" }));
    const arrivals = [...words, good, at(2 * DAY, "logs", logsOf(start))].toSorted((a, b) => a.atMs - b.atMs);
    using core = new CrashingCore({ route: { ...ROUTE, repeatInterval: "30d" } }, { startMs: T0 });
    core.play(arrivals, T0 + 4 * DAY);
    // The only service there is: its silence is that of the whole pipeline, which replaces what would be said below it.
    expect(story(core)).toEqual(["firing PipelineSilent", "firing CriticalJobFailed"]);
    const [silent, lost] = core.taken.map(({ atMs }) => (atMs - T0 - 2 * DAY) / MINUTE);
    expect([silent, lost].map((minutes) => minutes !== undefined && minutes > 0 && minutes < 60)).toEqual([true, true]);
    expect(core.taken[1]?.attempt.message.alerts[0]?.evidence).toMatchObject({ runId: "day-2", errorType: "lost" });
  });
});

describe("the monitor's clock", () => {
  const FILE = fileOf([
    { name: "Failed", when: { failed: true }, keepFiringFor: 0 },
    { name: "High", when: { metric: "memory.used", by: ["service.name"], above: 0.85 }, for: "5m", mode: "grid" },
  ]);

  it.each([HOUR, -HOUR])(
    "is set by %d ms, and so are those of its senders: each is told once and ended once",
    (jumpMs) => {
      using core = new CrashingCore(FILE, { startMs: T0 });
      core.play([run(1, "success"), run(MINUTE, "failure", "broken"), gauge(2 * MINUTE, 0.95)], T0 + 3 * MINUTE);
      core.setOffMs = jumpMs;
      // From here on by the new clock.
      const set = (ms: number, make: (byClockMs: number) => Arrival): Arrival => ({
        ...make(ms + jumpMs),
        atMs: T0 + ms,
      });
      const later: Arrival[] = [
        set(5 * MINUTE, (ms) => run(ms, "failure", "second")),
        set(9 * MINUTE, (ms) => run(ms, "success", "second")),
        // A run that ended before the failure, by the clock, ends nothing; one after it does.
        set(75 * MINUTE, (ms) => run(ms, "success", "broken")),
      ];
      for (let ms = 3 * MINUTE; ms < 80 * MINUTE; ms += 15 * SECOND) {
        later.push(set(ms, (byClockMs) => gauge(byClockMs, ms < 15 * MINUTE ? 0.95 : 0.2)));
      }
      core.play(
        later.toSorted((a, b) => a.atMs - b.atMs),
        T0 + 90 * MINUTE,
      );
      const stories = core.taken.map(
        (taken) => `${told(taken)} ${taken.attempt.message.alerts[0]?.labels["job_name"] ?? ""}`,
      );
      expect(stories.toSorted()).toEqual([
        "firing Failed broken",
        "firing Failed second",
        "firing High ",
        "resolved Failed broken",
        "resolved Failed second",
        "resolved High ",
      ]);
      expect(stories[0]).toBe("firing Failed broken");
      // Neither never nor an hour late: after its five minutes at the latest, counted from the new time.
      const high = core.taken.find((taken) => told(taken) === "firing High");
      const minutes = ((high?.atMs ?? Infinity) - jumpMs - T0) / MINUTE;
      expect(minutes).toBeGreaterThan(3);
      expect(minutes).toBeLessThanOrEqual(8.5);
    },
  );
});
