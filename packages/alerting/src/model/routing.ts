import type { Labels } from "./labels.ts";
import type { Matchers } from "./matcher.ts";

/** A node of the routing tree; what it does not say it has from its parent, filled in when it was read. */
export interface Route {
  /** Path in the tree: `{}/{severity="critical"}`, with `#n` behind a sibling's repetition. */
  readonly id: string;
  readonly receiver: string;
  readonly matchers: Matchers;
  readonly continue: boolean;
  /** `"all"`: every alert by itself (Alertmanager's `...`). */
  readonly groupBy: "all" | readonly string[];
  readonly groupWaitMs: number;
  readonly groupIntervalMs: number;
  readonly repeatIntervalMs: number;
  /** Names of time intervals in which nobody is told; and outside which nobody is told. */
  readonly muteTimeIntervals: readonly string[];
  readonly activeTimeIntervals: readonly string[];
  /** Name of an escalation policy. */
  readonly escalation?: string;
  /**
   * Notifications of one group at most, within a time; what is beyond is told with the next one. Critical alerts are never
   * held back, unless `critical` says so.
   */
  readonly throttle?: { readonly max: number; readonly perMs: number; readonly critical?: boolean };
  readonly routes: readonly Route[];
}

/** While a source fires, targets with the same `equal` labels (or traits; absent equals empty) are not told. */
export interface InhibitRule {
  readonly name: string;
  readonly source: Matchers;
  readonly target: Matchers;
  readonly equal: readonly string[];
}

/** Alertmanager's `time_interval`; several of one name are OR-ed. All ranges are inclusive, as they are written. */
export interface TimeInterval {
  readonly name: string;
  readonly intervals: readonly TimeIntervalPart[];
}

export interface NumberRange {
  readonly from: number;
  readonly to: number;
}

export interface TimeIntervalPart {
  /** Minutes of the day, [from, to). */
  readonly times?: readonly NumberRange[];
  /** 0 = Sunday. */
  readonly weekdays?: readonly NumberRange[];
  /** 1–31, or negative from the end of the month. */
  readonly daysOfMonth?: readonly NumberRange[];
  readonly months?: readonly NumberRange[];
  readonly years?: readonly NumberRange[];
  /** IANA name; UTC by default. */
  readonly timeZone: string;
}

/** A receiver is told through each of its channels. */
export interface Receiver {
  readonly name: string;
  readonly channels: readonly string[];
}

/** Ordered levels; who acknowledges stops the clock. Times are milliseconds. */
export interface EscalationPolicy {
  readonly name: string;
  /** Incidents that match escalate; others of the route do not. */
  readonly matchers: Matchers;
  readonly levels: readonly {
    /** After the level before it (the first: after the first notification). */
    readonly afterMs: number;
    readonly receiver: string;
  }[];
  /** How often the levels are gone through. */
  readonly loops: number;
  /** An acknowledged incident that still fires starts anew after this; 0: never. */
  readonly ackTimeoutMs: number;
  /** Nobody is paged later than this after the first notification. */
  readonly stopAfterMs: number;
  /** Told when the last level of the last loop was not acknowledged. */
  readonly exhaustedReceiver?: string;
}

export type SilenceState = "pending" | "active" | "expired";

export interface Silence {
  readonly id: string;
  readonly matchers: Matchers;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly createdBy: string;
  readonly comment: string;
  readonly createdAtMs: number;
  /** Ends with the last alert that it hides. */
  readonly untilResolved: boolean;
  /** Who ended it before its time: a person, or its own `untilResolved`. */
  readonly endedBy?: string;
}

/** Alerts that are told together. Stored whole. */
export interface AlertGroup {
  /** Route and the values of its `groupBy` labels. */
  readonly key: string;
  readonly routeId: string;
  readonly receiver: string;
  readonly labels: Labels;
  /** Alert ids, firing and resolved ones that were not told yet. */
  readonly alerts: readonly string[];
  /** Next time at which the group is looked at, absolute. */
  readonly nextFlushMs: number;
  readonly createdMs: number;
  /** What was told last, by alert id. */
  readonly toldFiring: readonly string[];
  readonly toldResolved: readonly string[];
  readonly lastToldMs?: number;
  /** Notifications so far: part of their ids. */
  readonly sequence: number;
  /** Times of the last notifications, for the throttle. */
  readonly toldTimes: readonly number[];
  /** How many were held back by the throttle since the last one. */
  readonly heldBack: number;
  /** In its group wait: not looked at yet since it was empty. */
  readonly waiting?: boolean;
  /** Why alerts of it are not told, by alert id, as it was last written to their histories. */
  readonly reasons?: Readonly<Record<string, string>>;
  /** By alert id: told episodes of the same alert whose place it took, as they were over and it fired anew between two looks. */
  readonly tookOver?: Readonly<Record<string, readonly string[]>>;
}
