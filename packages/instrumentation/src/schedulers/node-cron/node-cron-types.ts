/** What the instrumentation touches of the package `node-cron`; its own types are not needed. */
export interface TaskContext {
  readonly date: Date;
  readonly reason?: string;
  readonly error?: unknown;
  readonly execution?: {
    readonly id: string;
    readonly reason: string;
    readonly error?: unknown;
  };
}

export interface TaskLike {
  getNextRuns(count: number): Date[];
  getPattern(): string;
  getStatus(): string;
  start(): unknown;
  /** Inline tasks only: how they tell their listeners, and ours without being one. */
  emit?: (event: string, context: unknown) => void;
  /** Tasks in a forked process tell through this; private to the library. */
  readonly emitter?: object;
}

export interface TaskOptions {
  readonly name?: string;
  readonly timezone?: string;
  readonly noOverlap?: boolean;
}

export type TaskFunction = (this: unknown, ...args: unknown[]) => unknown;

export type MakeTask = (expression: unknown, task: unknown, options?: unknown) => TaskLike;
