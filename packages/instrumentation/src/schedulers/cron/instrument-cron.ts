import { context } from "@opentelemetry/api";

import { withoutActiveSpan } from "../../propagate/root.ts";
import { guarded } from "../../record/guard.ts";
import { disguiseClass } from "../disguise.ts";
import { replaceExports } from "../module-exports.ts";
import type { InstrumentOptions, SchedulerSettings } from "../scheduler-options.ts";
import { CronTicks } from "./cron-ticks.ts";
import type { Construction } from "./cron-ticks.ts";
import type { Callback, CronJobClass, CronJobLike } from "./cron-types.ts";
import { CONSTRUCTOR_ORDER } from "./cron-types.ts";

/** The package `cron` as it is imported or required. */
export interface CronModule {
  readonly CronJob: abstract new (...args: never[]) => object;
}

/**
 * Instruments the package `cron` 4: `const { CronJob } = instrumentCron(cron)`. Gives all exports of `module`, which
 * itself is not changed. Every callback, shell command, manual `fireOnTick` and `runOnInit` is a run.
 */
export function instrumentCron<M extends CronModule>(module: M, options: InstrumentOptions = {}): M {
  return replaceExports(
    module,
    {
      library: "cron",
      key: "CronJob",
      replace: (exports, settings) =>
        isCronJobClass(exports["CronJob"]) ? { CronJob: instrumentClass(exports["CronJob"], settings) } : {},
    },
    options,
  );
}

const isCronJobClass = (value: unknown): value is CronJobClass =>
  typeof value === "function" && typeof Reflect.get(value, "prototype")?.fireOnTick === "function";

function instrumentClass(Original: CronJobClass, settings: SchedulerSettings): CronJobClass {
  const ticksOf = new WeakMap<object, CronTicks>();
  // The library's constructor calls our methods before there is a place on the object; constructors nest.
  const constructions: Construction[] = [];
  const known = { settings, ticksOf, construction: () => constructions.at(-1) };
  class CronJob extends Original {
    static from(params: Readonly<Record<string, unknown>>): CronJobLike {
      return new CronJob(...CONSTRUCTOR_ORDER.map((name) => params[name]));
    }

    constructor(...args: unknown[]) {
      constructions.push({ command: typeof args[1] !== "function", registeredIn: context.active() });
      try {
        super(...args);
      } finally {
        constructions.pop();
      }
      ticksOf.get(this)?.constructed();
    }

    override addCallback(callback: unknown): void {
      const wrap = (): Callback | undefined => (isCallback(callback) ? wrapCallback(this, callback, known) : undefined);
      super.addCallback(guarded("a cron callback", wrap) ?? callback);
    }

    override fireOnTick(): Promise<void> {
      guarded("a cron tick", () => ticksOf.get(this)?.tick());
      return super.fireOnTick();
    }

    override start(): void {
      const ticks = this.isActive ? undefined : ticksOf.get(this);
      if (ticks === undefined) return super.start();
      ticks.arming();
      try {
        withoutActiveSpan(() => super.start());
      } finally {
        guarded("the start of a cron job", () => ticks.armed());
      }
    }

    override stop(): Promise<void> | undefined {
      const stopped = super.stop();
      guarded("the stop of a cron job", () => ticksOf.get(this)?.stopped());
      return stopped;
    }

    override setTime(time: unknown): void {
      const change = (): void => super.setTime(time);
      const ticks = ticksOf.get(this);
      return ticks === undefined ? change() : ticks.retime(change);
    }
  }
  return disguiseClass(CronJob, Original);
}

interface KnownJobs {
  readonly settings: SchedulerSettings;
  readonly ticksOf: WeakMap<object, CronTicks>;
  readonly construction: () => Construction | undefined;
}

function wrapCallback(owner: CronJobLike, callback: Callback, known: KnownJobs): Callback {
  const ticks = known.ticksOf.get(owner) ?? new CronTicks(owner, known.settings, known.construction());
  known.ticksOf.set(owner, ticks);
  return ticks.wrap(callback);
}

const isCallback = (value: unknown): value is Callback => typeof value === "function";
