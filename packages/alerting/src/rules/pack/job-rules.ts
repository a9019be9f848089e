import { ATTR_JOB_CRITICALITY } from "@jobscope/semconv";

import { formatDuration } from "../duration/parse-duration.ts";
import type { OverrideFile, RuleFile } from "../schema/rule-file.ts";
import { FINDING, JOB } from "./texts.ts";
import type { PackThresholds } from "./thresholds.ts";

/** For jobs that people rely on, somebody is called. */
const CRITICAL_JOBS: readonly OverrideFile[] = [
  { where: { [ATTR_JOB_CRITICALITY]: "critical" }, severity: "critical" },
];
const IMPORTANT_JOBS: readonly OverrideFile[] = [
  { where: { [ATTR_JOB_CRITICALITY]: ["critical", "high"] }, severity: "critical" },
];

/** About how the runs of a job went. */
export function runRules(thresholds: PackThresholds): readonly RuleFile[] {
  return [
    {
      name: "CriticalJobFailed",
      when: { failed: true },
      where: { [ATTR_JOB_CRITICALITY]: "critical" },
      severity: "critical",
      summary: `Critical job ${JOB} failed`,
      description: `${FINDING} Whoever relies on its result does not have it: read the error, then run it again by hand.`,
    },
    {
      name: "JobFailed",
      when: { failed: true },
      where: { [ATTR_JOB_CRITICALITY]: "!critical" },
      severity: "warning",
      summary: `Job ${JOB} failed`,
      description: `${FINDING} It ends by itself with the next good run.`,
    },
    {
      name: "JobConsecutiveFailures",
      when: { consecutiveFailures: thresholds.consecutiveFailures },
      severity: "warning",
      overrides: IMPORTANT_JOBS,
      summary: `Job ${JOB} failed {{ $value }} times in a row`,
      description: `${FINDING} It will hardly recover by itself: look at what changed since the last good run.`,
    },
    {
      name: "JobFailureRateHigh",
      when: { failureRate: thresholds.failureRate, over: "1h", minRuns: 20, confidence: "95%" },
      severity: "warning",
      summary: `Job ${JOB} fails in {{ $value | humanizePercentage }} of its runs`,
      description: `${FINDING} Compare the errors of those that failed, and look at what they have in common.`,
    },
    {
      name: "JobSlow",
      when: { averageDuration: formatDuration(thresholds.averageDuration), runs: 20, minRuns: 3 },
      severity: "warning",
      summary: `Runs of job ${JOB} take {{ $value | humanizeDuration }} on average`,
      description: `${FINDING} Look at what it works on, or raise the threshold for this job if that is what it takes.`,
    },
    {
      name: "JobDegraded",
      when: { slowdown: 2, recent: 5, baseline: 20 },
      severity: "warning",
      summary: `Job ${JOB} has become {{ printf "%.1f" $value }} times slower`,
      description: `${FINDING} Something changed: data, a dependency, or a release.`,
    },
  ];
}

/** About runs that do not start, do not end, or vanish. */
export function timeRules(thresholds: PackThresholds): readonly RuleFile[] {
  return [
    {
      name: "JobStuck",
      when: { stuck: formatDuration(thresholds.stuck) },
      severity: "warning",
      overrides: CRITICAL_JOBS,
      summary: `Job ${JOB} has been running for {{ $value | humanizeDuration }}`,
      description: `${FINDING} It may hang: look at what it waits for before you stop it.`,
    },
    {
      name: "JobMissed",
      when: { missed: true },
      severity: "warning",
      overrides: CRITICAL_JOBS,
      summary: `Job ${JOB} did not run when it should have`,
      description: `${FINDING} Check that its scheduler runs, and run it by hand if its work cannot wait.`,
    },
    {
      name: "JobLate",
      when: { late: true },
      severity: "info",
      summary: `Job ${JOB} started late`,
      description: FINDING,
    },
    {
      name: "JobFinishByMissed",
      when: { finishByMissed: true },
      severity: "warning",
      overrides: CRITICAL_JOBS,
      summary: `Job ${JOB} was not done by its deadline`,
      description: `${FINDING} Whoever waits for its result should be told.`,
    },
    {
      name: "RunLost",
      when: { lost: true },
      severity: "warning",
      summary: `A run of job ${JOB} was lost`,
      description: `${FINDING} Its process died before it could report: its work may be half done. Look for a kill, a crash or too little memory.`,
    },
  ];
}
