import type { Alert, Transition } from "../model/alert.ts";
import type { AlertingSnapshot, EmitChange, Explanation, SilenceInput } from "../model/alerting.ts";
import type { AlertingConfig } from "../model/config.ts";
import type { Matchers } from "../model/matcher.ts";
import type { Intent } from "../model/notification.ts";
import type { AlertGroup, Silence } from "../model/routing.ts";
import type { GroupMove } from "./group-move.ts";

export interface RouterOptions {
  readonly config: AlertingConfig;
  readonly snapshot: Pick<AlertingSnapshot, "alerts" | "groups" | "silences">;
  readonly emit: EmitChange;
  /** Whether somebody has said that they know of the group's incident: it is not repeated then. */
  readonly isHeldByIncident: (groupKey: string) => "acknowledged" | "snoozed" | undefined;
  /** The same alert with its newest value and texts, which are not written at each change; itself by default. */
  readonly current?: (alert: Alert) => Alert;
  /** After a restart with another configuration, before any group is looked at; nobody is told of it by default. */
  readonly onMoved?: (moves: readonly GroupMove[], nowMs: number) => void;
}

/** Alerts in, intents out: who is told of what, and when. */
export interface Router {
  apply(transitions: readonly Transition[], nowMs: number): void;
  /** An alert whose value, annotations or traits have changed. */
  update(alert: Alert): void;
  /** Looks at the groups whose time has come. */
  tick(nowMs: number): readonly Intent[];
  /** When {@link tick} has something to do, epoch milliseconds. */
  nextDeadlineMs(nowMs: number): number | undefined;
  /** Throws `SilenceRefused` with what is wrong with it. */
  suppress(input: SilenceInput, nowMs: number, id: string): Silence;
  /** Ends a silence now; undefined where there is none of this id. */
  expireSilence(id: string, nowMs: number, by: string): Silence | undefined;
  /** Active alerts that a silence with these matchers would hide; changes nothing. */
  hides(matchers: Matchers): readonly Alert[];
  /** Undefined for an alert that no group holds any more. */
  explain(alertId: string, nowMs: number): Explanation | undefined;
  groupsOf(alertId: string): readonly AlertGroup[];
  /**
   * Alerts of a group that its receiver knows of and that are not over: of one that fired anew since the last message, the
   * present episode.
   */
  toldIn(groupKey: string): readonly Alert[];
  /** Whether something inhibits, mutes or silences each alert of the group that is not over; false where it has none. */
  isSilent(groupKey: string, nowMs: number): boolean;
}
