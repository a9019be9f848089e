import { randomUUID } from "node:crypto";
import { hostname } from "node:os";

import {
  ATTR_DEPLOYMENT_ENVIRONMENT_NAME,
  ATTR_HOST_NAME,
  ATTR_PROCESS_PID,
  ATTR_SERVICE_INSTANCE_ID,
  ATTR_SERVICE_NAME,
  ATTR_SERVICE_NAMESPACE,
  ATTR_SERVICE_VERSION,
} from "@jobscope/semconv";
import type { Resource } from "@opentelemetry/resources";
import { defaultServiceName, resourceFromAttributes } from "@opentelemetry/resources";

import { text } from "../record/text.ts";
import type { StartOptions } from "./settings.ts";
import { parsePairs } from "./settings.ts";

export type ResourceValues = Readonly<Record<string, string | number | boolean>>;

/**
 * What describes this process. The command line stays out: it holds tokens and personal data often enough, and a
 * default detector would send it with every request.
 */
export function resourceValues(options: StartOptions, environment: NodeJS.ProcessEnv): ResourceValues {
  const fromEnvironment = parsePairs(environment["OTEL_RESOURCE_ATTRIBUTES"] ?? "", []);
  const serviceName = environment["OTEL_SERVICE_NAME"]?.trim();
  const named: Readonly<Record<string, string | undefined>> = {
    [ATTR_SERVICE_NAME]: options.serviceName,
    [ATTR_SERVICE_VERSION]: options.serviceVersion,
    [ATTR_SERVICE_NAMESPACE]: options.serviceNamespace,
    [ATTR_DEPLOYMENT_ENVIRONMENT_NAME]: options.environment,
  };
  const values: Record<string, string | number | boolean> = {
    [ATTR_SERVICE_NAME]: defaultServiceName(),
    [ATTR_SERVICE_INSTANCE_ID]: randomUUID(),
    [ATTR_HOST_NAME]: hostname(),
    [ATTR_PROCESS_PID]: process.pid,
    "process.runtime.name": "nodejs",
    "process.runtime.version": process.versions.node,
    "telemetry.sdk.language": "nodejs",
    "telemetry.sdk.name": "opentelemetry",
    ...fromEnvironment,
  };
  if (serviceName) values[ATTR_SERVICE_NAME] = serviceName;
  Object.assign(values, options.resourceAttributes);
  for (const [key, value] of Object.entries(named)) if (value !== undefined) values[key] = value;
  for (const [key, value] of Object.entries(values)) if (typeof value === "string") values[key] = text(value);
  return values;
}

export const makeResource = (values: ResourceValues): Resource => resourceFromAttributes({ ...values });
