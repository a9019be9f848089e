import type { AlertingFile, DeliveryAttempt, DeliveryOutcome } from "@jobscope/alerting";
import { describe, expect, it } from "vitest";

import { type Arrival, CrashingCore, type FaultAt, type Taken } from "../../../test/crashing-core.ts";
import { endOfRun, type EndedRun, gaugeOf } from "../../../test/otlp-json.ts";

const T0 = Date.UTC(2026, 10, 25, 12, 0, 7);
const SECOND = 1_000;
const MINUTE = 60_000;
const INTERVAL_MS = 5 * SECOND;
const FOR_MS = MINUTE;

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
  for (let at = fromMs; at < toMs; at += 15 * SECOND) points.push(memory(at, value));
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
const END_MS = T0 + 6 * MINUTE;

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

/** What was told, as a person reads it: the channel, why, which alerts of which state, and how long after the start. */
const told = ({ channel, attempt: { message } }: Taken): string => {
  const alerts = message.alerts.map(
    ({ ruleName, labels, state }) => `${ruleName} ${labels["job_name"] ?? ""} ${state}`,
  );
  return `${channel}: ${message.reason} ${alerts.join(", ")}`;
};
const story = ({ taken }: CrashingCore): readonly string[] =>
  taken.map((one) => `${told(one)} decided ${(one.attempt.message.atMs - T0) / 1000}`);

describe("x", () => {
  it("y", () => {
    using whole = played();
    console.log(story(whole).join("\n"), whole.points.length);
    let different = 0;
    for (let point = 1; point <= whole.points.length; point++) {
      using core = played({ fault: "death", point });
      expect(core.faults).toBe(1);
      expect([core.changed, core.unmarked]).toEqual([[], []]);
      const a = story(whole).toSorted().join("\n");
      const b = story(core).toSorted().join("\n");
      if (a !== b) {
        if (different++ < 4)
          console.log(
            "DIFF",
            point,
            whole.points[point - 1],
            "\n",
            story(core)
              .filter((s) => !story(whole).includes(s))
              .join("\n"),
            "\nMISSING",
            story(whole)
              .filter((s) => !story(core).includes(s))
              .join("\n"),
          );
      }
    }
    console.log({ different });
  });
});
