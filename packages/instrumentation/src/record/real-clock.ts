import { performance } from "node:perf_hooks";

/**
 * The real clock and timers, taken when this module loads: a test's fake timers replace the globals later, and
 * telemetry must neither stand still with them nor show up in their counts.
 */
const RealDate = Date;
const monotonic = performance.now.bind(performance);
const realSetTimeout = setTimeout;
const realClearTimeout = clearTimeout;
const realSetInterval = setInterval;
const realClearInterval = clearInterval;
const realSetImmediate = setImmediate;

/** Epoch milliseconds of the wall clock. */
export const wallMs: () => number = RealDate.now.bind(RealDate);

/** Milliseconds of the monotonic clock; it stands still while the machine is suspended. */
export const monotonicMs: () => number = monotonic;

export const isoInstant = (epochMs: number): string => new RealDate(epochMs).toISOString();

export type Timer = NodeJS.Timeout;

/** A timer that never keeps the process alive. */
export function after(delayMs: number, run: () => void): Timer {
  const timer = realSetTimeout(run, delayMs);
  timer.unref();
  return timer;
}

/** An interval that never keeps the process alive. */
export function every(intervalMs: number, run: () => void): Timer {
  const timer = realSetInterval(run, intervalMs);
  timer.unref();
  return timer;
}

export function cancel(timer: Timer | undefined): void {
  realClearTimeout(timer);
  realClearInterval(timer);
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * What `work` resolves to, or `late` once `timeoutMs` have passed. Keeps the process alive for that time and no longer:
 * our own sockets and timers do not, and a script that awaits nothing else would end in the middle.
 */
export async function holdFor<T>(work: Promise<T>, timeoutMs: number, late: T): Promise<T> {
  let timer: Timer | undefined;
  const timeout = new Promise<T>((resolve) => {
    timer = realSetTimeout(() => resolve(late), Math.min(timeoutMs, LONGEST_TIMER_MS));
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    realClearTimeout(timer);
  }
}

/** After the current turn of the event loop; never keeps the process alive. */
export function nextTurn(run: () => void): void {
  realSetImmediate(run).unref();
}

/** OpenTelemetry takes plain numbers below the process start for monotonic times; this form is never mistaken. */
export const hrTime = (epochMs: number): [number, number] => {
  const seconds = Math.floor(epochMs / 1000);
  return [seconds, Math.round((epochMs - seconds * 1000) * 1e6)];
};
