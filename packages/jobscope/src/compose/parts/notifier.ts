import type { CoreThread } from "../../journey/http-thread/core-thread.ts";
import type { Notifier } from "../../journey/http-thread/notifier.ts";
import { alertingComponent } from "../alerting/alerting-health.ts";
import type { Part } from "../lifecycle/part.ts";
import { DRAIN_MS } from "./limits.ts";

/** What sends notifications; it answers for the whole of the alerting, whose decisions are the core's. */
export function notifierPart(notifier: Notifier, core: CoreThread, pingTrouble: () => string | undefined): Part {
  return {
    name: "notifier",
    component: "alerting",
    // It sends whatever the core hands it, from the first moment of the core on.
    start: () => {},
    stop: () => notifier.stop(DRAIN_MS),
    health: () => [alertingComponent(core.health(), { deadManTrouble: pingTrouble() })],
  };
}
