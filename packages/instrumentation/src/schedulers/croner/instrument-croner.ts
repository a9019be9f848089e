import { context } from "@opentelemetry/api";

import { withoutActiveSpan } from "../../propagate/root.ts";
import { guarded } from "../../record/guard.ts";
import { disguiseClass } from "../disguise.ts";
import { replaceExports } from "../module-exports.ts";
import type { InstrumentOptions, SchedulerSettings } from "../scheduler-options.ts";
import { CronerTicks } from "./croner-ticks.ts";
import type { CronClass, CronFunction, CronLike } from "./croner-types.ts";

/** The package `croner` as it is imported or required. */
export interface CronerModule {
  readonly Cron: abstract new (...args: never[]) => object;
}

/**
 * Instruments the package `croner` 11: `const { Cron } = instrumentCroner(croner)`. Gives all exports of `module`, which
 * itself is not changed. Runs by the timer and by `trigger()` are runs; what `protect` holds back is a skip.
 */
export function instrumentCroner<M extends CronerModule>(module: M, options: InstrumentOptions = {}): M {
  return replaceExports(
    module,
    {
      library: "croner",
      key: "Cron",
      replace: (exports, settings) =>
        isCronClass(exports["Cron"]) ? { Cron: instrumentClass(exports["Cron"], settings) } : {},
    },
    options,
  );
}

const isCronClass = (value: unknown): value is CronClass =>
  typeof value === "function" && typeof Reflect.get(value, "prototype")?.trigger === "function";

const isFunction = (value: unknown): value is CronFunction => typeof value === "function";

/** croner takes the function and the options in either order, and the last function given wins. */
function splitArguments(args: readonly unknown[]): { fn: CronFunction | undefined; rest: unknown[] } {
  const others = args.slice(1, 3);
  return { fn: others.filter(isFunction).at(-1), rest: [args[0], ...others.filter((value) => !isFunction(value))] };
}

function instrumentClass(Original: CronClass, settings: SchedulerSettings): CronClass {
  const ticksOf = new WeakMap<object, CronerTicks>();

  class Cron extends Original {
    constructor(...args: unknown[]) {
      const { fn, rest } = splitArguments(args);
      // Without a function the library checks everything and arms nothing; with one it goes on as `schedule` does.
      super(...rest);
      if (fn !== undefined) this.schedule(fn);
    }

    override schedule(fn?: CronFunction): CronLike {
      if (fn === undefined || ticksOf.has(this)) return withoutActiveSpan(() => super.schedule(fn));
      const registeredIn = context.active();
      const ticks = guarded("a croner job", () => new CronerTicks(this, fn, { settings, registeredIn }));
      if (ticks !== undefined) ticksOf.set(this, ticks);
      const scheduled = withoutActiveSpan(() => super.schedule(ticks?.wrap(fn) ?? fn));
      guarded("a croner schedule", () => ticks?.scheduled());
      return scheduled;
    }

    override _checkTrigger(target: Date): void {
      const ticks = ticksOf.get(this);
      const check = (): void => super._checkTrigger(target);
      if (ticks === undefined) check();
      else ticks.check(target, check);
    }

    override trigger(): Promise<void> {
      const ticks = ticksOf.get(this);
      return ticks === undefined ? super.trigger() : ticks.manual(() => super.trigger());
    }

    override pause(): boolean {
      guarded("the pause of a croner job", () => ticksOf.get(this)?.paused());
      return super.pause();
    }

    override resume(): boolean {
      const resumed = super.resume();
      guarded("the resumption of a croner job", () => ticksOf.get(this)?.resumed());
      return resumed;
    }

    override stop(): void {
      super.stop();
      guarded("the stop of a croner job", () => ticksOf.get(this)?.stopped());
    }
  }
  return disguiseClass(Cron, Original);
}
