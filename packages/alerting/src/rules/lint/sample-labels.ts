import {
  ATTR_DEPLOYMENT_ENVIRONMENT_NAME,
  ATTR_ERROR_TYPE,
  ATTR_JOB_CRITICALITY,
  ATTR_JOB_NAME,
  ATTR_SERVICE_INSTANCE_ID,
} from "@jobscope/semconv";

import { labelName } from "../../model/labels.ts";
import type { Condition } from "../../model/rule.ts";
import { SERVICE_ATTRIBUTES } from "../resolve/metric-facts.ts";

/** Names that labels of a rule's samples can have, as far as that is known. */
export function sampleLabelsOf(condition: Condition): ReadonlySet<string> | undefined {
  const attributes = sampleAttributesOf(condition);
  return attributes === undefined ? undefined : new Set(attributes.map(labelName));
}

function sampleAttributesOf(condition: Condition): readonly string[] | undefined {
  switch (condition.kind) {
    case "threshold":
    case "absence":
      return condition.by === "all" ? undefined : condition.by;
    case "internal":
      return undefined;
    case "error_spike":
    case "telemetry_stopped":
      return SERVICE_ATTRIBUTES;
    case "process_lost":
      return [...SERVICE_ATTRIBUTES, ATTR_SERVICE_INSTANCE_ID];
    case "pipeline_silent":
      return [];
    case "shared_error":
      return [ATTR_ERROR_TYPE, "error.fingerprint", ATTR_DEPLOYMENT_ENVIRONMENT_NAME];
    default:
      return [...SERVICE_ATTRIBUTES, ATTR_JOB_NAME, ATTR_JOB_CRITICALITY];
  }
}
