import type { HealthWatch } from "../health/health-watch.ts";
import type { Part } from "../lifecycle/part.ts";

/** Looks at the health of all parts at an interval. */
export function watchPart(watch: HealthWatch): Part {
  return { name: "health watch", component: "api", start: () => watch.start(), stop: () => watch.stop() };
}
