import { ATTRIBUTES } from "./attribute-registry.ts";
import {
  ATTR_JOB_PROCESS_ACTIVE_RUNS,
  ATTR_JOB_PROCESS_BOOT_ID,
  ATTR_JOB_PROCESS_FOUND_DEAD,
  ATTR_JOB_PROCESS_KERNEL_START_TIME,
  ATTR_JOB_PROCESS_PID_NAMESPACE,
  ATTR_JOB_RUN_ID,
  ATTR_JOB_RUN_PREVIOUS_ID,
  ATTR_LOG_RECORD_UID,
  ATTR_PROCESS_PID,
  ATTR_SANITIZER_ACTION,
  ATTR_SANITIZER_DETECTOR,
  ATTR_SANITIZER_LOCATION,
  ATTR_SANITIZER_UNSEEN_REASON,
  ATTR_SERVICE_INSTANCE_ID,
  ATTR_TELEMETRY_DROP_REASON,
  ATTR_TELEMETRY_SIGNAL,
} from "./attributes.ts";

/** Texts that are made by a machine and hold nothing of a person: a changed id would join two things or part one. */
const IDENTIFIERS: readonly string[] = [
  ATTR_JOB_RUN_ID,
  ATTR_JOB_RUN_PREVIOUS_ID,
  ATTR_JOB_PROCESS_ACTIVE_RUNS,
  ATTR_JOB_PROCESS_FOUND_DEAD,
  ATTR_JOB_PROCESS_BOOT_ID,
  ATTR_JOB_PROCESS_PID_NAMESPACE,
  ATTR_JOB_PROCESS_KERNEL_START_TIME,
  ATTR_LOG_RECORD_UID,
  ATTR_SERVICE_INSTANCE_ID,
  ATTR_PROCESS_PID,
];

/** Names that the code itself chooses from a few. */
const REASONS: readonly string[] = [
  ATTR_TELEMETRY_SIGNAL,
  ATTR_TELEMETRY_DROP_REASON,
  ATTR_SANITIZER_DETECTOR,
  ATTR_SANITIZER_LOCATION,
  ATTR_SANITIZER_ACTION,
  ATTR_SANITIZER_UNSEEN_REASON,
];

const isText = (type: string): boolean => type === "string" || type === "string[]";

/**
 * Attributes of the contract whose values no detector of secrets looks at: ids, instants, numbers and closed sets. Names of
 * jobs, groups, owners and steps, messages, `error.type` and `exception.*` are searched like everything else.
 */
export const EXEMPT_ATTRIBUTES: ReadonlySet<string> = new Set([
  ...ATTRIBUTES.filter(({ type, values }) => !isText(type) || values !== undefined).map(({ name }) => name),
  ...IDENTIFIERS,
  ...REASONS,
]);
