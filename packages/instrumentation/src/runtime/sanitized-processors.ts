import type { DropReason, TelemetrySanitizing } from "@jobscope/sanitizer";
import {
  SanitizingLogRecordProcessor,
  SanitizingSpanProcessor,
  assertSanitizedFirst,
  isSanitizing,
} from "@jobscope/sanitizer";
import type { LogRecordProcessor } from "@opentelemetry/sdk-logs";
import type { SpanProcessor } from "@opentelemetry/sdk-trace";

import { countDropped } from "../record/drops.ts";
import type { Pipeline } from "./pipeline.ts";
import type { Settings, StartOptions } from "./settings.ts";

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
