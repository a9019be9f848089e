import type { Resource } from "@opentelemetry/resources";
import type { LogRecordProcessor } from "@opentelemetry/sdk-logs";
import type { IMetricReader } from "@opentelemetry/sdk-metrics";
import type { SpanProcessor } from "@opentelemetry/sdk-trace";

import { warnOnce, warnThrough } from "../record/guard.ts";
import { describeSdkTwo } from "./foreign-sdk.ts";
import { createPipeline } from "./pipeline.ts";
import { makeResource, resourceValues } from "./resource.ts";
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
}

/**
 * Makes the parts and begins the process report, which waits for the SDK to start. Processors of one's own go in
 * through the options, so that they see everything before it leaves the process. Throws on an invalid endpoint.
 */
export function nodeSdkOptions(options: StartOptions = {}): NodeSdkParts {
  warnThrough((message) => process.emitWarning(message, "JobscopeWarning"));
  const settings = readSettings(options, process.env);
  for (const problem of settings.problems) warnOnce(problem, `jobscope: ${problem}`);
  const sdkTwo = describeSdkTwo();
  if (sdkTwo !== undefined) warnOnce("sdk 2.x", sdkTwo);
  const resource = resourceValues(options, process.env);
  const pipeline = createPipeline(settings);
  new Session({ options, settings, pipeline, resource, flushForeign: () => Promise.resolve() }).begin();
  return {
    resource: makeResource(resource),
    autoDetectResources: false,
    spanProcessors: [...(options.spanProcessors ?? []), ...pipeline.spanProcessors],
    logRecordProcessors: [...(options.logRecordProcessors ?? []), ...pipeline.logRecordProcessors],
    metricReaders: [...pipeline.metricReaders],
  };
}
