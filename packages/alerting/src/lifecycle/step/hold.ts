import type { Alert } from "../../model/alert.ts";
import type { Sample } from "../../model/evaluation.ts";
import { calmed, withFlip } from "./flaps.ts";
import type { StepContext } from "./step-context.ts";
import { without } from "./without.ts";

/** The condition holds: the alert's next state; the same object where nothing changed. */
export function hold(alert: Alert, sample: Pick<Sample, "sinceMs">, context: StepContext): Alert {
  const back = alert.flapping === true && alert.keepFiringSinceMs !== undefined;
  const flipped = back ? withFlip(alert, context.atMs) : alert;
  const next = calmed(without(flipped, "keepFiringSinceMs", "missingSinceMs"), context.atMs);
  switch (next.state) {
    case "pending":
      return promoted(next, sample, context);
    case "firing":
      return demoted(next, context);
    case "stale":
      return { ...next, state: "firing" };
    case "resolved":
      return next;
  }
}

/** From now on it fires. */
export function fire(alert: Alert, firedAtMs: number, context: StepContext): Alert {
  const fired: Alert = { ...alert, state: "firing", firedAtMs };
  return context.rule.flapControl ? withFlip(fired, context.atMs) : fired;
}

function promoted(alert: Alert, sample: Pick<Sample, "sinceMs">, context: StepContext): Alert {
  const { rule, atMs, onGrid } = context;
  // A clock that was set back must not make `for` longer than it is. (A slot may lie a little before what arrived ahead of it.)
  const next = alert.activeAtMs - atMs > rule.intervalMs ? { ...alert, activeAtMs: atMs } : alert;
  // The grid is the referee of how long something has held.
  if ((rule.forMs > 0 && !onGrid) || atMs - next.activeAtMs < rule.forMs) return next;
  const eventTime = rule.mode === "event" && rule.forMs === 0 ? sample.sinceMs : undefined;
  return fire(next, Math.min(eventTime ?? atMs, atMs), context);
}

/** Prometheus: an alert that fires falls back to pending where its rule was given a longer `for` meanwhile. */
function demoted(alert: Alert, { rule, atMs }: StepContext): Alert {
  if (alert.ruleHash === rule.hash) return alert;
  const same = { ...alert, ruleHash: rule.hash };
  return atMs - alert.activeAtMs < rule.forMs ? { ...without(same, "firedAtMs"), state: "pending" } : same;
}
