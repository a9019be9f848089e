/** An instant in UTC, `2026-11-25T09:00:00.000Z`. */
export type IsoTime = string;

export interface ServiceResource {
  /** `deployment.environment.name`; null when not set. */
  readonly environment: string | null;
  /** `service.namespace`; null when not set. */
  readonly namespace: string | null;
  /** `service.name`. */
  readonly name: string;
}

/** An instant as the admin of a job thinks of it. */
export interface ZonedTimeResource {
  readonly time: IsoTime;
  /** The zone of the job's schedule; null where it declared none. */
  readonly timezone: string | null;
  /** The same instant on the clock of that zone, with its offset: `2026-11-25T10:00:00+01:00`. */
  readonly local_time: string | null;
}

/** One verdict that was replaced by a better one. */
export interface RevisionResource {
  readonly time: IsoTime;
  readonly from: string;
  readonly to: string;
  readonly cause: string;
}
