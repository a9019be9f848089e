/**
 * Replaces the global clock and timers, as a test's fake timers do. Timers run in the order of their time, then of
 * their creation; `jump` moves the time without running anything, as a blocked event loop does.
 */
export interface FakeClock {
  readonly now: () => number;
  /** Runs everything due until `ms` later, with promises settled in between. */
  readonly advance: (ms: number) => Promise<void>;
  readonly jump: (ms: number) => void;
}

interface Entry {
  readonly id: number;
  at: number;
  readonly run: () => void;
  readonly every: number | undefined;
}

const RealDate = Date;
const realSetImmediate = setImmediate;
const turn = (): Promise<void> => new Promise((resolve) => realSetImmediate(resolve));

class FakeTimeout {
  readonly id: number;
  readonly entries: Map<number, Entry>;
  #ref = true;

  constructor(id: number, entries: Map<number, Entry>) {
    this.id = id;
    this.entries = entries;
  }

  ref(): this {
    this.#ref = true;
    return this;
  }

  unref(): this {
    this.#ref = false;
    return this;
  }

  hasRef(): boolean {
    return this.#ref;
  }

  [Symbol.toPrimitive](): number {
    return this.id;
  }
}

export interface FakeClockOptions {
  /** Also the monotonic clock, for code that runs on this clock from its first line on. */
  readonly monotonic?: boolean;
  /** Default `always`. `rarely`: promises are not settled after each interval, which saves most of the time. */
  readonly settle?: "always" | "rarely";
}

export function installFakeClock(start: string, options: FakeClockOptions = {}): FakeClock {
  let now = RealDate.parse(start);
  let ids = 0;
  const entries = new Map<number, Entry>();
  const add = (run: () => void, delay: number, every: number | undefined): FakeTimeout => {
    const id = ++ids;
    entries.set(id, { id, at: now + Math.max(1, Number.isFinite(delay) ? delay : 1), run, every });
    return new FakeTimeout(id, entries);
  };
  const remove = (timer: unknown): void => {
    if (timer instanceof FakeTimeout) entries.delete(timer.id);
    else if (typeof timer === "number") entries.delete(timer);
  };
  class FakeDate extends RealDate {
    constructor(...args: [] | [number]) {
      super(...(args.length === 0 ? ([now] as const) : args));
    }

    static override now(): number {
      return now;
    }
  }
  const globals: Record<string, unknown> = {
    Date: FakeDate,
    setTimeout: (run: (...args: unknown[]) => void, delay = 0, ...args: unknown[]) =>
      add(() => run(...args), delay, undefined),
    setInterval: (run: (...args: unknown[]) => void, delay = 0, ...args: unknown[]) =>
      add(() => run(...args), delay, delay),
    clearTimeout: remove,
    clearInterval: remove,
  };
  for (const [name, value] of Object.entries(globals)) Reflect.set(globalThis, name, value);

  if (options.monotonic === true) {
    const offset = now;
    performance.now = () => now - offset;
  }

  const next = (until: number): Entry | undefined => {
    let first: Entry | undefined;
    for (const entry of entries.values()) {
      if (entry.at <= until && (first === undefined || entry.at < first.at)) first = entry;
    }
    return first;
  };
  const advance = async (ms: number): Promise<void> => {
    const until = now + ms;
    // What was put off to later turns of the event loop happens before any time passes.
    for (let i = 0; i < 20; i++) await turn();
    for (let entry = next(until); entry !== undefined; entry = next(until)) {
      now = Math.max(now, entry.at);
      if (entry.every === undefined) entries.delete(entry.id);
      else entry.at = now + Math.max(1, entry.every);
      entry.run();
      if (options.settle !== "rarely" || entry.every === undefined) await turn();
    }
    now = until;
    await turn();
  };
  return { now: () => now, advance, jump: (ms) => void (now += ms) };
}
