import type { Job, Run } from "@jobscope/tracker";
import { describe, expect, test } from "vitest";

import { ruleOf } from "../../../test/outcome/outcome-world.ts";
import type { EvaluationContext } from "../../model/evaluator.ts";
import { createJobFacts } from "../../series/outcome/create-job-facts.ts";
import { createOutcomeEvaluator } from "./create-outcome-evaluator.ts";

const SERVICE = { environment: "test", namespace: "", service: "billing" };

const jobOf = (index: number, failures = 0): Job => ({
  id: `test~~billing~job-${index}`,
  serviceId: "test~~billing",
  service: SERVICE,
  name: `job-${index}`,
  systemName: "croner",
  criticality: "normal",
  scope: "instance",
  schedule: { type: "cron", expression: "* * * * *" },
  health: failures > 0 ? "failing" : "healthy",
  healthReason: "",
  healthSinceMs: 0,
  firstSeenMs: 0,
  lastSeenMs: 0,
  consecutiveFailures: failures,
  runningCount: 0,
  recent: Array.from({ length: failures }, (_, n) => ({ runKey: `r${n}`, state: "failure" as const, endMs: 1000 - n })),
});

const runOf = (job: Job): Run => ({
  key: `${job.serviceId}~r0`,
  serviceId: job.serviceId,
  jobId: job.id,
  jobName: job.name,
  runId: "r0",
  instanceKey: "test~~billing~a",
  systemName: "croner",
  criticality: "normal",
  state: "failure",
  provisional: false,
  endMs: 1000,
  traceId: "",
  spanId: "",
  firstReceivedMs: 1000,
  lastReceivedMs: 1000,
  revisions: [],
});

const context: EvaluationContext = { isActive: () => false, activeAlerts: () => [] };

describe("a look at what has changed", () => {
  const rule = ruleOf({ kind: "consecutive_failures", atLeast: 1 });

  test("judges the jobs that were touched and no others; each look takes what it has seen off the list", () => {
    const jobs = Array.from({ length: 10_000 }, (_, index) => jobOf(index));
    const facts = createJobFacts({ jobs, instances: [] });
    const first = createOutcomeEvaluator(rule, facts);
    const second = createOutcomeEvaluator(rule, facts);
    expect(first.evaluate(1000, context).judged).toBe("all");
    expect(first.evaluateTouched(1000, context)).toBeUndefined();
    const failing = jobOf(77, 2);
    const changes = [
      { kind: "run", run: runOf(failing), before: undefined },
      { kind: "job", job: failing, before: "healthy" },
    ] as const;
    facts.accept({ changes, points: [], logs: [], receivedMs: 1000 });
    const look = first.evaluateTouched(1000, context);
    expect(look?.judged).toEqual(new Set(look?.holding.map(({ key }) => key)));
    expect(look?.holding).toMatchObject([{ value: 2, labels: { job_name: "job-77" } }]);
    expect(first.evaluateTouched(1000, context)).toBeUndefined();
    // The other rule has not looked at all yet.
    expect(second.evaluateTouched(1000, context)?.holding).toHaveLength(1);
  });

  test("what goes wrong in a look is the error of its evaluation", () => {
    const facts = createJobFacts({ jobs: [jobOf(1)], instances: [] });
    const evaluator = createOutcomeEvaluator(rule, facts);
    const broken: EvaluationContext = {
      isActive: () => {
        throw new Error("no such table");
      },
      activeAlerts: () => [],
    };
    expect(evaluator.evaluate(1000, broken)).toMatchObject({ error: "no such table", holding: [] });
  });

  test("bounds: a job keeps no more failures, durations and slots than it needs", () => {
    const facts = createJobFacts({ jobs: [jobOf(1)], instances: [] });
    facts.need({ runsMs: 86_400_000, durations: 25 });
    const job = jobOf(1);
    for (let n = 0; n < 12_000; n += 1) {
      const state = n % 2 === 0 ? "failure" : "success";
      const run: Run = { ...runOf(job), key: `k${n}`, runId: `${n}`, state, durationMs: 5, endMs: 1000 + n };
      facts.accept({
        changes: [{ kind: "run", run, before: undefined }],
        points: [],
        logs: [],
        receivedMs: 1000 + n,
      });
    }
    const view = facts.job(job.id);
    expect(view?.failures).toHaveLength(8);
    expect(view?.durations).toHaveLength(25);
    expect(view?.outcomes.countIn(13_000, 86_400_000)).toMatchObject({ runs: 12_000, failed: 6000 });
  });

  test("retired jobs leave a week later", () => {
    const facts = createJobFacts({ jobs: [{ ...jobOf(1), retiredMs: 1000 }, jobOf(2)], instances: [] });
    facts.expire(1000 + 6 * 86_400_000);
    expect([...facts.jobs()]).toHaveLength(2);
    facts.expire(1000 + 7 * 86_400_000);
    expect([...facts.jobs()].map(({ name }) => name)).toEqual(["job-2"]);
  });
});
