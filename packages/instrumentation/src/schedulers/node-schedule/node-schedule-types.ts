/** What the instrumentation touches of the package `node-schedule`; its own types are not needed. */
export interface RuleLike {
  /** A RecurrenceRule has this, a cron expression has `next`. */
  nextInvocationDate?(base: Date): Date | null;
  next?(): InstantLike;
  readonly recurs?: boolean;
  readonly tz?: string;
  readonly _tz?: string;
}

/** A Date, or the library's own date class. */
export interface InstantLike {
  getTime(): number;
}

export interface InvocationLike {
  readonly fireDate: InstantLike;
  readonly endDate?: InstantLike | null;
  readonly recurrenceRule: RuleLike;
}

export interface JobLike {
  readonly name: string;
  /** What `invoke` calls; users may replace it. */
  job: JobFunction | undefined;
  readonly pendingInvocations: readonly InvocationLike[];
  schedule(spec: unknown): boolean;
  invoke(...args: unknown[]): unknown;
  emit(event: string | symbol, ...args: unknown[]): boolean;
}

// The library calls it as a method of its job.
export type JobFunction = (this: JobLike, ...args: unknown[]) => unknown;

/** A constructor from before there were classes: it may also be applied to an object that inherits from it. */
export type JobConstructor = ((this: JobLike, ...args: unknown[]) => void) & { readonly prototype: JobLike };

export type ScheduleJob = (...args: unknown[]) => JobLike | null;
