import type { Resource } from "@opentelemetry/resources";
import type { LogRecordProcessor } from "@opentelemetry/sdk-logs";
import type { IMetricReader } from "@opentelemetry/sdk-metrics";
import type { SpanLimits, SpanProcessor } from "@opentelemetry/sdk-trace";

import { warnOnce } from "../record/guard.ts";
import { outgoing } from "../record/outgoing.ts";
import { warnAsProcess } from "./diagnostics.ts";
import { describeSdkTwo } from "./foreign-sdk.ts";
import { installSanitizer } from "./install-sanitizer.ts";
import { createPipeline } from "./pipeline.ts";
import { makeResource, resourceValues } from "./resource.ts";
import { processorsOf } from "./sanitized-processors.ts";
import { Session } from "./session.ts";
import type { StartOptions } from "./settings.ts";
import { readSettings } from "./settings.ts";

/** The parts of `start()` for a NodeSDK of one's own: `new NodeSDK({ ...nodeSdkOptions(), instrumentations })`. */
export interface NodeSdkParts {
  readonly resource: Resource;
  /** Off: the default detectors send the command line, which holds secrets often enough. */
  readonly autoDetectResources: boolean;
  spanProcessors: SpanProcessor[];
  logRecordProcessors: LogRecordProcessor[];
  metricReaders: IMetricReader[];
  /** Attributes of spans are cut behind the sanitizer, as OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT says, and not before it. */
  readonly spanLimits?: SpanLimits;
}

/**
 * Makes the parts and begins the process report, which waits for the SDK to start. Processors of one's own go in
 * through the options, so that they see everything before it leaves the process. Throws on an invalid endpoint.
 */
export function nodeSdkOptions(options: StartOptions = {}): NodeSdkParts {
  warnAsProcess();
  const settings = readSettings(options, process.env);
  for (const problem of settings.problems) warnOnce(problem, `jobscope: ${problem}`);
  const sdkTwo = describeSdkTwo();
  if (sdkTwo !== undefined) warnOnce("sdk 2.x", sdkTwo);
  const resource = resourceValues(options, process.env);
  const sanitizing = installSanitizer(options, resource);
  const pipeline = createPipeline(settings, sanitizing);
  const processors = processorsOf({ options, settings, pipeline, sanitizing });
  outgoing.atSource = false;
  if (sanitizing !== undefined && settings.logValueLimit !== undefined) warnOfLogLimit();
  new Session({ options, settings, pipeline, resource, flushForeign: () => Promise.resolve() }).begin();
  return {
    resource: makeResource(resource),
    autoDetectResources: false,
    ...processors,
    metricReaders: [...pipeline.metricReaders],
    ...(sanitizing !== undefined && { spanLimits: { attributeValueLengthLimit: Number.POSITIVE_INFINITY } }),
  };
}

function warnOfLogLimit(): void {
  warnOnce(
    "log limit",
    "jobscope: NodeSDK cuts attributes of log records at OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT or " +
      "OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT before they are sanitized, and half a secret is found by nobody. Unset the " +
      "variable, or register the log processors with a LoggerProvider of your own, which does not read it.",
  );
}
