import type { Policy, Sanitizer, TelemetrySanitizing } from "@jobscope/sanitizer";
import { createSanitizer } from "@jobscope/sanitizer";
import { ATTR_DEPLOYMENT_ENVIRONMENT_NAME } from "@jobscope/semconv";

import { warnOnce } from "../record/guard.ts";
import { outgoing } from "../record/outgoing.ts";
import { sanitizerOfEnvironment } from "../record/sanitizer-of-environment.ts";
import type { ResourceValues } from "./resource.ts";
import type { SanitizerOption } from "./sanitizer-option.ts";
import type { StartOptions } from "./settings.ts";

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
