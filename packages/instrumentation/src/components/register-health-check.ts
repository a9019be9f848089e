import { cleanName } from "../lifecycle/names.ts";
import type { HealthCheck, HealthCheckOptions } from "../model/monitor.ts";
import { componentNamed, judge } from "../record/components.ts";
import { guarded, warnOnce } from "../record/guard.ts";
import { shared } from "../record/shared.ts";
import { Check } from "./check.ts";
import { watcher } from "./watcher.ts";

const SOURCE = "check";
const nothing = (): void => {};

/** By component; a name has one check. */
const registered: Map<string, Check> = shared("health-checks", () => new Map());

/**
 * Calls `check` every 15 s (`interval`) and reports the component's health, as the metric `jobscope.component.healthy` and,
 * whenever it changes, as a log record. A check has 5 s (`timeout`); it is never called while an earlier call runs. It runs
 * once telemetry is on, and keeps no process alive by itself. Default rules look for the names `database` and `email`.
 * A second check with the same name takes the place of the first. At most 100 names in a process.
 *
 * ```ts
 * const unregister = registerHealthCheck("database", () => pool.query("SELECT 1"));
 * ```
 *
 * Never throws. Gives back what ends it; from then on the component counts as healthy.
 */
export function registerHealthCheck(name: string, check: HealthCheck, options: HealthCheckOptions = {}): () => void {
  return guarded("registering a health check", () => register(name, check, options)) ?? nothing;
}

function register(name: string, check: HealthCheck, options: HealthCheckOptions): () => void {
  const clean = cleanName(name.trim());
  if (clean === "" || typeof check !== "function") {
    warnOnce(
      `health check ${clean}`,
      `jobscope: the health check "${clean}" is left out: it needs a name and a function, as in ` +
        'registerHealthCheck("database", () => pool.query("SELECT 1")).',
    );
    return nothing;
  }
  const component = componentNamed(clean);
  if (component === undefined) return nothing;
  const present = registered.get(clean);
  if (present !== undefined) {
    warnOnce(`second check ${clean}`, `jobscope: "${clean}" had a health check already; the new one takes its place.`);
    end(present);
  }
  const made = new Check(check, options, (verdict) => judge(component, SOURCE, verdict));
  registered.set(clean, made);
  watcher.add(made.startIfDue);
  return () => {
    end(made);
    if (registered.get(clean) !== made) return;
    registered.delete(clean);
    component.verdicts.delete(SOURCE);
  };
}

function end(check: Check): void {
  check.stop();
  watcher.remove(check.startIfDue);
}
