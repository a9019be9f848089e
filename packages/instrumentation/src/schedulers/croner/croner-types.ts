/** What the instrumentation touches of the package `croner`; its own types are not needed. */
export interface CronLike {
  readonly name: string | undefined;
  readonly options: {
    readonly paused?: boolean;
    readonly protect?: unknown;
    readonly timezone?: string;
    readonly interval?: number;
  };
  nextRuns(count: number, previous?: Date): Date[];
  getPattern(): string | undefined;
  getOnce(): Date | null;
  isStopped(): boolean;
  isBusy(): boolean;
  schedule(fn?: CronFunction): CronLike;
  trigger(): Promise<void>;
  pause(): boolean;
  resume(): boolean;
  stop(): void;
  /** Private to the library: called by its timer, with the instant that it aims at. */
  _checkTrigger(target: Date): void;
}

export type CronFunction = (this: unknown, ...args: unknown[]) => unknown;

export type CronClass = new (...args: unknown[]) => CronLike;
