import { guarded } from "../record/guard.ts";
import { nextTurn } from "../record/real-clock.ts";
import { shared } from "../record/shared.ts";

const waiting: Set<() => void> = shared("deferred", () => new Set<() => void>());

/** Runs `work` in the next turn of the event loop, or as the process exits, whichever is first. */
export function defer(work: () => void): void {
  waiting.add(work);
  nextTurn(() => {
    if (waiting.delete(work)) guarded("deferred recording", work);
  });
}

export function runDeferred(): void {
  for (const work of waiting) guarded("deferred recording", work);
  waiting.clear();
}
