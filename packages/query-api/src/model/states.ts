import { JOB_RUN_RESULTS } from "@jobscope/semconv";
import type { RunState, SlotState } from "@jobscope/tracker";

export const RUN_STATES: readonly RunState[] = ["running", ...JOB_RUN_RESULTS];

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
