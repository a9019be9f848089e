import { START_EVENT_THRESHOLD_MS } from "@jobscope/semconv";

import { activeRuns } from "../record/active-runs.ts";
import { guarded } from "../record/guard.ts";
import { after, monotonicMs } from "../record/real-clock.ts";
import { shared } from "../record/shared.ts";

const timer = shared("start-events", () => ({ armed: false }));

/**
 * Sends the start events of runs that last. One timer serves them all, whatever their number: the delay is the same for
 * each, so the active runs are already in order of their deadlines.
 */
export function announceStarts(): void {
  if (!timer.armed) arm(START_EVENT_THRESHOLD_MS);
}

function arm(delayMs: number): void {
  timer.armed = true;
  after(delayMs, announceDue);
}

function announceDue(): void {
  timer.armed = false;
  const now = monotonicMs();
  let run = activeRuns.unannounced;
  while (run !== undefined && now - run.startedMonotonicMs >= START_EVENT_THRESHOLD_MS) {
    const due = run;
    activeRuns.announced();
    guarded("the start event", () => due.sendStart());
    run = activeRuns.unannounced;
  }
  if (run !== undefined) arm(Math.max(1, START_EVENT_THRESHOLD_MS - (now - run.startedMonotonicMs)));
}
