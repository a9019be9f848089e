import type { Alert } from "@jobscope/alerting";
import { JOB_RUN_RESULTS } from "@jobscope/semconv";
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
