/** What the instrumentation touches of the package `cron`, checked where it is read; its own types are not needed. */
export interface CronTimeLike {
  readonly source: unknown;
  readonly realDate: boolean;
  readonly timeZone?: string;
  sendAt(): DateTimeLike;
  getNextDateFrom(start: Date, timeZone?: string): DateTimeLike;
}

/** A luxon DateTime. */
export interface DateTimeLike {
  readonly zoneName: string | null;
  toMillis(): number;
}

export interface CronJobLike {
  cronTime: CronTimeLike;
  lastExecution: Date | null;
  runOnce: boolean;
  waitForCompletion: boolean;
  readonly name?: string;
  readonly isActive: boolean;
  readonly isCallbackRunning: boolean;
  addCallback(callback: unknown): void;
  setTime(time: unknown): void;
  fireOnTick(): Promise<void>;
  start(): void;
  stop(): Promise<void> | undefined;
}

export type CronJobClass = new (...args: unknown[]) => CronJobLike;

export type Callback = (this: unknown, ...args: unknown[]) => unknown;

/** The parameters of `CronJob.from`, in the order of the constructor's. */
export const CONSTRUCTOR_ORDER = [
  "cronTime",
  "onTick",
  "onComplete",
  "start",
  "timeZone",
  "context",
  "runOnInit",
  "utcOffset",
  "unrefTimeout",
  "waitForCompletion",
  "errorHandler",
  "name",
  "threshold",
] as const;
