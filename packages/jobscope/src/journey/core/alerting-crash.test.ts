import type { AlertingFile, DeliveryAttempt, DeliveryOutcome } from "@jobscope/alerting";
import { afterAll, describe, expect, it } from "vitest";

import {
  type Arrival,
  CrashingCore,
  type FaultAt,
  POINTS,
  STORE_POINTS,
  type Taken,
} from "../../../test/crashing-core.ts";
import { endOfRun, type EndedRun, gaugeOf } from "../../../test/otlp-json.ts";

const T0 = Date.UTC(2026, 10, 25, 12, 0, 7);
const SECOND = 1_000;
const MINUTE = 60_000;
/** What a slot that was not judged can delay or bring forward: the next look at its group. */
const GROUP_INTERVAL_S = 10;

/** Failures at once, a gauge that must be high for a minute, a second level after 30 s, two channels of one receiver. */
const FILE: AlertingFile = {
  pack: false,
  channels: {
    hook: { type: "webhook", url: "https://hooks.example.com/a" },
    mail: { type: "email", to: "ops@example.com", from: "jobscope@example.com", host: "mail.example.com" },
    lead: { type: "webhook", url: "https://hooks.example.com/lead" },
  },
  receivers: { team: ["hook", "mail"], lead: ["lead"] },
  groups: [
    {
      name: "jobs",
      interval: "5s",
      rules: [{ name: "JobFailed", when: { failed: true }, severity: "critical", keepFiringFor: 0 }],
    },
    {
      name: "memory",
      interval: "5s",
      rules: [
        {
          name: "MemoryHigh",
          when: { metric: "memory.used", by: ["service.name"], above: 0.85 },
          for: "1m",
          keepFiringFor: 0,
          mode: "grid",
        },
      ],
    },
  ],
  route: {
    receiver: "team",
    groupBy: ["alertname", "job_name"],
    groupWait: 0,
    groupInterval: "10s",
    repeatInterval: "2m",
    escalation: "pages",
  },
  escalations: { pages: { match: { severity: "critical" }, levels: [{ after: "30s", receiver: "lead" }], loops: 1 } },
};

const run = (afterMs: number, job: string, result: EndedRun["result"]): Arrival => ({
  atMs: T0 + afterMs,
  signal: "logs",
  body: endOfRun({ job, runId: `${job}-${afterMs}`, endMs: T0 + afterMs - 50, result }),
});
const memory = (afterMs: number, value: number): Arrival => ({
  atMs: T0 + afterMs,
  signal: "metrics",
  body: gaugeOf("memory.used", value, T0 + afterMs - 50),
});
const minuteOf = (value: number, fromMs: number, toMs: number): readonly Arrival[] => {
  const points: Arrival[] = [];
  for (let at = fromMs; at < toMs; at += 30 * SECOND) points.push(memory(at, value));
  return points;
};

const ARRIVALS: readonly Arrival[] = [
  run(1 * SECOND, "invoice", "success"),
  run(10 * SECOND, "invoice", "failure"),
  run(12 * SECOND, "letter", "failure"),
  run(14 * SECOND, "letter", "success"),
  ...minuteOf(0.95, 20 * SECOND, 150 * SECOND),
  run(50 * SECOND, "invoice", "failure"),
  run(155 * SECOND, "invoice", "success"),
  ...minuteOf(0.4, 160 * SECOND, 200 * SECOND),
  run(175 * SECOND, "invoice", "failure"),
  run(182 * SECOND, "invoice", "success"),
].toSorted((a, b) => a.atMs - b.atMs);
const END_MS = T0 + 4 * MINUTE;

/** The mail server is away for a while, and greylists once it is back. */
function mailIsAway({ channel, attempt }: DeliveryAttempt, nowMs: number): DeliveryOutcome {
  const away = nowMs > T0 + 100 * SECOND && nowMs < T0 + 140 * SECOND;
  const greylisted = channel === "mail" && attempt === 1 && nowMs > T0 + 170 * SECOND;
  if ((channel === "mail" && away) || greylisted) return { kind: "retry", reason: "try again later" };
  return { kind: "delivered" };
}

function played(faultAt?: FaultAt): CrashingCore {
  const core = new CrashingCore(FILE, { startMs: T0, faultAt });
  core.answer = mailIsAway;
  core.play(ARRIVALS, END_MS);
  return core;
}

/** What was told, as a person reads it: through which channel, why, and of what. */
function told({ channel, attempt: { message } }: Taken): string {
  const alerts = message.alerts.map(
    ({ ruleName, labels, state }) => `${ruleName} ${labels["job_name"] ?? ""} ${state}`,
  );
  return `${channel}: ${message.reason} ${alerts.join(", ")}`;
}
const story = (core: CrashingCore): readonly string[] => core.taken.map(told).toSorted();

/** When it was decided, in seconds after the start. */
const timedStory = (core: CrashingCore): readonly string[] =>
  core.taken.map((taken) => `${decidedOf(taken).toFixed(1)} s ${told(taken)}`).toSorted();
const decidedOf = ({ attempt }: Taken): number => (attempt.message.atMs - T0) / SECOND;

function expectNothingTwice(core: CrashingCore): void {
  expect(core.faults).toBe(1);
  expect({ changed: core.changed, unmarked: core.unmarked }).toEqual({ changed: [], unmarked: [] });
}

/** By text in the order of time: the n-th of one text is compared with the n-th of it. */
function delaysOf(core: CrashingCore, whole: CrashingCore): readonly { text: string; seconds: number }[] {
  const timesOf = ({ taken }: CrashingCore, text: string): readonly number[] =>
    taken.filter((one) => told(one) === text).map(decidedOf);
  return [...new Set(whole.taken.map(told))].flatMap((text) => {
    const expected = timesOf(whole, text);
    return timesOf(core, text).map((at, index) => ({ text, seconds: at - (expected[index] ?? Number.NaN) }));
  });
}

describe("alerts through the core and SQLite, whatever is cut off", { timeout: 90_000 }, () => {
  const whole = played();
  afterAll(() => whole[Symbol.dispose]());
  const points = whole.points.map((kind, index) => ({ kind, point: index + 1 }));

  it("the scenario tells of failures, of a gauge after its time, of a level, of repeats, and of each end", () => {
    expect(timedStory(whole)).toEqual(
      [
        ...["hook", "mail"].flatMap((channel) => [
          `10.0 s ${channel}: firing JobFailed invoice firing`,
          `12.0 s ${channel}: firing JobFailed letter firing`,
          `22.0 s ${channel}: resolved JobFailed letter resolved`,
          `81.5 s ${channel}: firing MemoryHigh  firing`,
          `140.0 s ${channel}: repeat JobFailed invoice firing`,
          `160.0 s ${channel}: resolved JobFailed invoice resolved`,
          `161.5 s ${channel}: resolved MemoryHigh  resolved`,
          `175.0 s ${channel}: firing JobFailed invoice firing`,
          `185.0 s ${channel}: resolved JobFailed invoice resolved`,
        ]),
        "40.0 s lead: escalation JobFailed invoice firing",
        "160.0 s lead: resolved JobFailed invoice resolved",
      ].toSorted(),
    );
    expect(new Set(whole.points)).toEqual(new Set(POINTS));
  });

  it("the process dies at each write, commit and call, one after the other: the same story, each part once, in its time", () => {
    for (const { kind, point } of points) {
      using core = played({ fault: "death", point });
      const where = `death at ${point}, ${kind}`;
      expectNothingTwice(core);
      if (core.faultDuring === "time passing") {
        // A slot of the grid that fell into the death itself is not judged again; the next one is.
        expect(story(core), where).toEqual(story(whole));
        for (const { text, seconds } of delaysOf(core, whole)) {
          expect(Math.abs(seconds), `${where}: ${text}`).toBeLessThanOrEqual(GROUP_INTERVAL_S);
          if (/firing Mem|escalation/.test(text)) expect(seconds, `${where}: ${text}`).toBeGreaterThanOrEqual(0);
        }
      } else expect(timedStory(core), where).toEqual(timedStory(whole));
    }
  });

  it("the store refuses at each write, one after the other, and the process lives on: the same story, each part once", () => {
    for (const { kind, point } of points) {
      if (!STORE_POINTS.has(kind)) continue;
      using core = played({ fault: "full", point });
      const where = `refused at ${point}, ${kind}`;
      expectNothingTwice(core);
      expect(story(core), where).toEqual(story(whole));
      for (const { text, seconds } of delaysOf(core, whole)) {
        expect(Math.abs(seconds), `${where}: ${text}`).toBeLessThanOrEqual(GROUP_INTERVAL_S);
      }
    }
  });
});
