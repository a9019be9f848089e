import {
  ATTR_COMPONENT_NAME,
  ATTR_EMAIL_RESULT,
  ATTR_SERVICE_INSTANCE_ID,
  METRIC_COMPONENT_HEALTHY,
  METRIC_EMAIL_SEND_DURATION,
  METRIC_PROCESS_MEMORY_UTILIZATION,
} from "@jobscope/semconv";

import { SERVICE_ATTRIBUTES } from "../resolve/metric-facts.ts";
import type { RuleFile } from "../schema/rule-file.ts";
import { OF_SERVICE } from "./texts.ts";
import type { PackThresholds } from "./thresholds.ts";

const SERVICE = `{{ $labels.service_name }}{{ with $labels.deployment_environment_name }} ({{ . }}){{ end }}`;
const FOUND = "{{ $evidence.finding }}";

/** Hysteresis: memory clears five points below what fires. */
const MEMORY_CLEARS_BELOW = 0.05;

/** About processes and whether anything is heard of them. */
export function silenceRules(): readonly RuleFile[] {
  return [
    {
      name: "ProcessLost",
      when: { processLost: true },
      severity: "warning",
      summary: `A process of ${SERVICE} is gone`,
      description: `${FOUND} It did not say goodbye: look for a kill, a crash or too little memory.`,
    },
    {
      name: "TelemetryStopped",
      when: { telemetryStopped: true },
      severity: "critical",
      summary: `Nothing is heard of ${SERVICE} any more`,
      description: `${FOUND} Either the service is down, and its jobs do not run, or its telemetry does not arrive: then nobody would notice failures.`,
    },
    {
      name: "PipelineSilent",
      when: { pipelineSilent: "5m" },
      severity: "critical",
      summary: "No telemetry arrives from any service",
      description: `${FOUND} Check the collector and the network in front of Jobscope: until it is back, no failure is seen.`,
    },
  ];
}

/** About errors and what jobs depend on. */
export function serviceRules(thresholds: PackThresholds): readonly RuleFile[] {
  return [
    {
      name: "ErrorSpike",
      when: { errorSpike: thresholds.errorSpike, over: "1h" },
      severity: "warning",
      summary: `${SERVICE} had {{ $value }} errors within an hour`,
      description: FOUND,
    },
    {
      name: "SharedError",
      when: { sharedError: 3, over: "1h" },
      severity: "warning",
      summary: "{{ $value }} jobs fail with the same error{{ with $labels.error_type }}: {{ . }}{{ end }}",
      description: `${FOUND} They probably have one cause: look for it in what these jobs share.`,
    },
    {
      name: "MemoryHigh",
      when: {
        metric: METRIC_PROCESS_MEMORY_UTILIZATION,
        by: [...SERVICE_ATTRIBUTES, ATTR_SERVICE_INSTANCE_ID],
        aggregate: "max",
        above: thresholds.memory,
        clearBelow: Math.max(0, round(thresholds.memory - MEMORY_CLEARS_BELOW)),
      },
      for: "2m",
      severity: "warning",
      summary: `A process of ${SERVICE} uses {{ $value | humanizePercentage }} of its memory`,
      description:
        "Process {{ $labels.service_instance_id }} is at {{ $value | humanizePercentage }} of its fullest limit (heap or container). If it grows on, it will be killed, and its runs with it.",
    },
    ...componentRules(),
  ];
}

function round(value: number): number {
  return Number(value.toFixed(6));
}

/** Health checks that are named so are taken for the database. */
const DATABASE_NAMES: readonly string[] = ["database", "database/*", "database-*", "db", "db/*", "db-*"];
const EMAIL = "email";

function componentRules(): readonly RuleFile[] {
  const unhealthy = { metric: METRIC_COMPONENT_HEALTHY, by: [...SERVICE_ATTRIBUTES, ATTR_COMPONENT_NAME], below: 1 };
  const component = `{{ $labels.${ATTR_COMPONENT_NAME.replaceAll(".", "_")} }}`;
  return [
    {
      name: "DatabaseUnreachable",
      when: { ...unhealthy, where: { [ATTR_COMPONENT_NAME]: DATABASE_NAMES } },
      for: "30s",
      severity: "critical",
      summary: `The database${OF_SERVICE} cannot be reached`,
      description: `The health check "${component}" fails. Jobs that need the database will fail until it is back; their failures are not told one by one.`,
    },
    {
      name: "EmailFailing",
      when: { ...unhealthy, where: { [ATTR_COMPONENT_NAME]: EMAIL } },
      for: "1m",
      severity: "warning",
      summary: `E-mail${OF_SERVICE} does not work`,
      description:
        "Its mail transport reports that it is not healthy: mails, and alerts that go by mail, may not arrive.",
    },
    {
      name: "EmailSendFailureRateHigh",
      when: {
        metric: METRIC_EMAIL_SEND_DURATION,
        where: { [ATTR_EMAIL_RESULT]: "failure" },
        share: "15m",
        minSamples: 5,
        above: "20%",
      },
      severity: "warning",
      summary: `{{ $value | humanizePercentage }} of the mails${OF_SERVICE} cannot be sent`,
      description: "Its mail server refused them within the last 15 minutes: look at the error types of the sends.",
    },
    {
      name: "ComponentUnhealthy",
      when: {
        ...unhealthy,
        where: { [ATTR_COMPONENT_NAME]: [EMAIL, ...DATABASE_NAMES].map((name) => `!${name}`) },
      },
      for: "1m",
      severity: "warning",
      summary: `${component}${OF_SERVICE} is not healthy`,
      description: `The health check "${component}" fails.`,
    },
  ];
}
