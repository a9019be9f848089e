import type { DropReason, Policy, Sanitizer, TelemetrySanitizing } from "@jobscope/sanitizer";
import {
  SanitizingLogRecordProcessor,
  SanitizingSpanProcessor,
  assertSanitizedFirst,
  createSanitizer,
  isSanitizing,
} from "@jobscope/sanitizer";
import { ATTR_DEPLOYMENT_ENVIRONMENT_NAME } from "@jobscope/semconv";
import type { LogRecordProcessor } from "@opentelemetry/sdk-logs";
import type { SpanProcessor } from "@opentelemetry/sdk-trace";

import { countDropped } from "../record/drops.ts";
import { warnOnce } from "../record/guard.ts";
import { outgoing } from "../record/outgoing.ts";
import { sanitizerOfEnvironment } from "../record/policy.ts";
import type { Pipeline } from "./pipeline.ts";
import type { ResourceValues } from "./resource.ts";
import type { SanitizerOption } from "./sanitizer-option.ts";
import type { Settings, StartOptions } from "./settings.ts";

/**
 * The sanitizer that everything passes which leaves the process; undefined where it was turned off.
 *
 * @throws {Error} where the policy cannot be used: no telemetry is better than telemetry that nobody looked at.
 */
export function installSanitizer(options: StartOptions, resource: ResourceValues): TelemetrySanitizing | undefined {
  outgoing.errorDetail = errorDetail(options, resource);
  const sanitizer = sanitizerOf(options.sanitizer);
  outgoing.sanitizer = sanitizer ?? false;
  if (sanitizer !== undefined) return { sanitizer, errorDetail: outgoing.errorDetail };
  warnOnce(
    "sanitizing is off",
    "jobscope: sanitizing is off (sanitizer: false). Log bodies, names, attributes, events, links and status messages of " +
      "spans, error messages and stack traces, attributes of metrics and of the resource leave this process as they are.",
  );
  return undefined;
}

function sanitizerOf(option: SanitizerOption | undefined): Sanitizer | undefined {
  if (option === undefined) return sanitizerOfEnvironment(process.env);
  if (option === false) return undefined;
  if (typeof option === "object" && isSanitizer(option)) return option;
  return createSanitizer(option);
}

const isSanitizer = (option: Policy | Sanitizer): option is Sanitizer =>
  "counts" in option && typeof option.counts === "function";

function errorDetail(options: StartOptions, resource: ResourceValues): "full" | "reduced" {
  const isProduction = resource[ATTR_DEPLOYMENT_ENVIRONMENT_NAME] === "production";
  return options.errorDetail ?? (isProduction ? "reduced" : "full");
}

export interface Processors {
  readonly spanProcessors: SpanProcessor[];
  readonly logRecordProcessors: LogRecordProcessor[];
}

export interface ProcessorParts {
  readonly options: StartOptions;
  readonly settings: Pick<Settings, "spanValueLimit" | "logValueLimit">;
  readonly pipeline: Pipeline;
  readonly sanitizing: TelemetrySanitizing | undefined;
}

/**
 * The user's processors and then ours, all behind the sanitizer.
 *
 * @throws {Error} where a list of the user sends records before a sanitizer of the user has seen them.
 */
export function processorsOf({ options, settings, pipeline, sanitizing }: ProcessorParts): Processors {
  const { spanProcessors: ownSpans = [], logRecordProcessors: ownLogs = [] } = options;
  for (const own of [ownSpans, ownLogs])
    if (own.some((processor) => isSanitizing(processor))) assertSanitizedFirst(own);
  const spans = [...ownSpans, ...pipeline.spanProcessors];
  const logs = [...ownLogs, ...pipeline.logRecordProcessors];
  if (sanitizing === undefined) return { spanProcessors: spans, logRecordProcessors: logs };
  const forSpans = {
    ...limited(sanitizing, settings.spanValueLimit),
    processors: spans,
    onDropped: counting("traces"),
  };
  const forLogs = { ...limited(sanitizing, settings.logValueLimit), processors: logs, onDropped: counting("logs") };
  return {
    spanProcessors: spans.length === 0 ? [] : [new SanitizingSpanProcessor(forSpans)],
    logRecordProcessors: logs.length === 0 ? [] : [new SanitizingLogRecordProcessor(forLogs)],
  };
}

const limited = (sanitizing: TelemetrySanitizing, limit: number | undefined): TelemetrySanitizing =>
  limit === undefined ? sanitizing : { ...sanitizing, attributeValueLengthLimit: limit };

const counting =
  (signal: "traces" | "logs") =>
  (reason: DropReason): void =>
    countDropped(signal, `sanitizer_${reason}`);
