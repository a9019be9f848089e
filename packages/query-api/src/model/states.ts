import type { Alert } from "@jobscope/alerting";
import { JOB_RUN_RESULTS } from "@jobscope/semconv";
import type { ErrorSource } from "@jobscope/store";
import type { RunState, SlotState } from "@jobscope/tracker";

export const RUN_STATES: readonly RunState[] = ["running", ...JOB_RUN_RESULTS];

/** What counts as failed, everywhere: the job's own failures, those of its platform, and those of its time limit. */
export const FAILED_STATES: readonly RunState[] = ["failure", "error", "timeout"];

/** One key per state, so that a new state of the tracker cannot be forgotten here. */
const SLOTS: Readonly<Record<SlotState, true>> = {
  expected: true,
  met: true,
  missed: true,
  skipped: true,
  duplicate: true,
  unknown: true,
};

const isSlotState = (state: string): state is SlotState => Object.hasOwn(SLOTS, state);

export const SLOT_STATES: readonly SlotState[] = Object.keys(SLOTS).filter(isSlotState);

const ALERTS: Readonly<Record<Alert["state"], true>> = { pending: true, firing: true, stale: true, resolved: true };
const SEVERITIES: Readonly<Record<Alert["severity"], true>> = { critical: true, warning: true, info: true };

const isAlertState = (state: string): state is Alert["state"] => Object.hasOwn(ALERTS, state);
const isSeverity = (severity: string): severity is Alert["severity"] => Object.hasOwn(SEVERITIES, severity);

export const ALERT_STATES: readonly Alert["state"][] = Object.keys(ALERTS).filter(isAlertState);
export const ALERT_SEVERITIES: readonly Alert["severity"][] = Object.keys(SEVERITIES).filter(isSeverity);

/** Complete by its type, as those above. */
const SOURCES: Readonly<Record<ErrorSource, true>> = { run: true, log: true };
const isErrorSource = (source: string): source is ErrorSource => Object.hasOwn(SOURCES, source);
export const ERROR_SOURCES: readonly ErrorSource[] = Object.keys(SOURCES).filter(isErrorSource);

/** Lowest severity number of each level, as OpenTelemetry numbers them. */
export const LOG_LEVELS = { trace: 1, debug: 5, info: 9, warn: 13, error: 17, fatal: 21 } as const;
export type LogLevel = keyof typeof LOG_LEVELS;
const isLogLevel = (level: string): level is LogLevel => Object.hasOwn(LOG_LEVELS, level);
export const LOG_LEVEL_NAMES: readonly LogLevel[] = Object.keys(LOG_LEVELS).filter(isLogLevel);
