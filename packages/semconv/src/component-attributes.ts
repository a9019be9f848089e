import type { AttributeRow } from "./attribute-definition.ts";
import {
  ATTR_COMPONENT_HEALTHY,
  ATTR_COMPONENT_NAME,
  ATTR_EMAIL_RESULT,
  ATTR_MEMORY_LIMIT_KIND,
  ATTR_PERFORMANCE_ALERT_NAME,
  ATTR_PERFORMANCE_ALERT_SEVERITY,
  ATTR_PERFORMANCE_ALERT_THRESHOLD,
  ATTR_PERFORMANCE_ALERT_VALUE,
  ATTR_PERFORMANCE_MONITOR_NAME,
  ATTR_POOL_NAME,
} from "./attributes.ts";
import { EMAIL_RESULTS, MEMORY_LIMIT_KINDS, PERFORMANCE_ALERT_SEVERITIES } from "./enums.ts";

/** What a service reports about the parts that it depends on: database, e-mail, worker pools, other monitors. */
export const COMPONENT_ATTRIBUTES: readonly AttributeRow[] = [
  [
    ATTR_COMPONENT_NAME,
    "string",
    "yes",
    "Part whose health is reported: the name given to `registerHealthCheck`, `email` for instrumented mail transports, " +
      "`scheduler/` and the `job.system.name` for scheduler libraries.",
    "database",
  ],
  [ATTR_COMPONENT_HEALTHY, "boolean", "no", "Whether the part is healthy now.", "false"],
  [ATTR_EMAIL_RESULT, "string", "yes", "Whether the transport took the mail.", "success", EMAIL_RESULTS],
  [ATTR_MEMORY_LIMIT_KIND, "string", "yes", "Which limit of the process's memory.", "heap", MEMORY_LIMIT_KINDS],
  [ATTR_POOL_NAME, "string", "yes", "Worker pool or queue, as given to `registerWorkerPool`.", "invoices"],
  [
    ATTR_PERFORMANCE_MONITOR_NAME,
    "string",
    "no",
    "Monitor that raised the alert, as given to `observe`.",
    "app-metrics",
  ],
  [ATTR_PERFORMANCE_ALERT_NAME, "string", "no", "What the alert is about.", "slow_response"],
  [
    ATTR_PERFORMANCE_ALERT_SEVERITY,
    "string",
    "no",
    "How bad it is, as the monitor said.",
    "warning",
    PERFORMANCE_ALERT_SEVERITIES,
  ],
  [ATTR_PERFORMANCE_ALERT_VALUE, "double", "no", "Measured value, in the monitor's own unit.", "1250"],
  [ATTR_PERFORMANCE_ALERT_THRESHOLD, "double", "no", "Value that was not to be passed, in the same unit.", "1000"],
];
