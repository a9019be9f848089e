// Gives the process a clock of its own, before anything else loads: CLOCK_OFFSET_MS away from the real one, running
// CLOCK_SPEED times as fast since CLOCK_EPOCH_MS, timers included. To everything in the process it is simply what time
// it is; processes of one epoch agree.
import { syncBuiltinESMExports } from "node:module";
import perfHooks from "node:perf_hooks";

const offsetMs = Number(process.env.CLOCK_OFFSET_MS ?? 0);
const speed = Number(process.env.CLOCK_SPEED ?? 1);

const RealDate = Date;
const realNow = performance.now.bind(performance);
const realStart = RealDate.now();
const epoch = Number(process.env.CLOCK_EPOCH_MS ?? realStart);
const startWall = epoch + (realStart - epoch) * speed + offsetMs;
const startMonotonic = realNow();
const ownNow = () => startWall + (realNow() - startMonotonic) * speed;

globalThis.Date = class Date extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(ownNow());
    else super(...args);
  }

  static now() {
    return Math.floor(ownNow());
  }
};
Object.defineProperty(performance, "timeOrigin", { value: startWall - startMonotonic });
performance.now = () => startMonotonic + (realNow() - startMonotonic) * speed;

if (speed !== 1) {
  for (const name of ["setTimeout", "setInterval"]) {
    const real = globalThis[name];
    globalThis[name] = Object.assign((run, ms, ...args) => real(run, ms / speed, ...args), real);
  }
  // The loop is watched in native code, on the real clock.
  const watch = perfHooks.monitorEventLoopDelay;
  perfHooks.monitorEventLoopDelay = (options) => {
    const histogram = watch(options);
    return {
      enable: () => histogram.enable(),
      disable: () => histogram.disable(),
      reset: () => histogram.reset(),
      get max() {
        return histogram.max * speed;
      },
    };
  };
  syncBuiltinESMExports();
}
