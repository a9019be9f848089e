import type { InhibitFile } from "../schema/alerting-file.ts";

const SERVICE: readonly string[] = ["deployment_environment_name", "service_namespace", "service_name"];
const JOB: readonly string[] = [...SERVICE, "job_name"];

/** What silence alone makes true: each level of it replaces those below. */
const OF_SILENT_PROCESS: readonly string[] = ["RunLost", "JobStuck", "JobMissed", "JobLate", "JobFinishByMissed"];
const FAILURES: readonly string[] = ["CriticalJobFailed", "JobFailed", "JobConsecutiveFailures", "JobFailureRateHigh"];

/** One parent alert instead of its children. */
export const DEFAULT_INHIBITION: readonly InhibitFile[] = [
  {
    name: "pipeline-silent",
    source: { alertname: "PipelineSilent" },
    target: { alertname: ["TelemetryStopped", "ProcessLost", ...OF_SILENT_PROCESS] },
  },
  {
    name: "pipeline-silent-lost",
    // What nobody hears of is taken for lost in the end; most of it goes on running. Of critical jobs people want to know.
    source: { alertname: "PipelineSilent" },
    target: { alertname: "JobFailed", error_type: "lost" },
  },
  {
    name: "telemetry-stopped",
    source: { alertname: "TelemetryStopped" },
    target: { alertname: ["ProcessLost", ...OF_SILENT_PROCESS] },
    equal: SERVICE,
  },
  {
    name: "telemetry-stopped-lost",
    source: { alertname: "TelemetryStopped" },
    target: { alertname: "JobFailed", error_type: "lost" },
    equal: SERVICE,
  },
  {
    name: "process-lost",
    source: { alertname: "ProcessLost" },
    // Others of the service may live: what somebody is called for is not hidden behind a warning.
    target: { alertname: OF_SILENT_PROCESS, severity: "!critical" },
    equal: SERVICE,
  },
  {
    name: "database-unreachable",
    source: { alertname: "DatabaseUnreachable" },
    target: { alertname: [...FAILURES, "ErrorSpike", "JobDegraded", "JobSlow"] },
    equal: SERVICE,
  },
  {
    name: "shared-error",
    // Without a type, alerts of different errors would look alike.
    source: { alertname: "SharedError", error_type: "!" },
    target: { alertname: ["JobFailed", "JobFailureRateHigh"] },
    equal: ["deployment_environment_name", "error_type"],
  },
  {
    name: "critical-job-failed",
    source: { alertname: "CriticalJobFailed" },
    // Somebody was called for the first failure: the next ones are the same cause, and its escalation goes on.
    target: { alertname: ["JobConsecutiveFailures", "JobFailureRateHigh", "RunLost"] },
    equal: JOB,
  },
  // A lost run is a failed one: it is told once, with what became of it.
  { name: "run-lost", source: { alertname: "RunLost" }, target: { alertname: "JobFailed" }, equal: JOB },
  {
    name: "consecutive-failures",
    source: { alertname: "JobConsecutiveFailures" },
    target: { alertname: ["JobFailed", "JobFailureRateHigh"] },
    equal: JOB,
  },
  {
    name: "failure-rate",
    source: { alertname: "JobFailureRateHigh" },
    target: { alertname: "JobFailed" },
    equal: JOB,
  },
  { name: "missed", source: { alertname: "JobMissed" }, target: { alertname: "JobLate" }, equal: JOB },
  {
    name: "email-failing",
    source: { alertname: "EmailFailing" },
    target: { alertname: "EmailSendFailureRateHigh" },
    equal: SERVICE,
  },
];
