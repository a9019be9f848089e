import type { Alert } from "../model/alert.ts";
import type { AlertingSnapshot, EmitChange } from "../model/alerting.ts";
import type { AlertingConfig } from "../model/config.ts";
import type { Incident } from "../model/incident.ts";
import type { Intent } from "../model/notification.ts";
import type { AlertGroup } from "../model/routing.ts";
import type { GroupMove } from "../route/group-move.ts";

export interface EscalatorOptions {
  readonly config: Pick<AlertingConfig, "route" | "escalations" | "publicUrl">;
  readonly snapshot: Pick<AlertingSnapshot, "incidents" | "groups" | "alerts">;
  readonly emit: EmitChange;
  /** HMAC of a text with a key that stays the same over restarts, URL-safe. */
  readonly sign: (text: string) => string;
  /** Whether all of a group is silenced or muted: a step that comes due meanwhile waits. Nothing is, by default. */
  readonly isSilent?: (groupKey: string, nowMs: number) => boolean;
  /**
   * Alerts of a group's incident that still fire, with their newest values; while there are none, no step is made. Those of
   * the last message by default.
   */
  readonly alertsOf?: (groupKey: string) => readonly Alert[];
}

/** Why a link does not acknowledge, for the person who followed it. */
export interface Refusal {
  readonly refused: string;
  /** Not a failure: what was asked for is done already. */
  readonly already?: true;
}

export type GroupRef = Pick<AlertGroup, "key" | "alerts">;

/** Incidents: who is told after whom, until somebody says that they know, or it is over. */
export interface Escalator {
  /** Opens, reopens and resolves incidents as groups are told. The same intents, with links to acknowledge. */
  follow(intents: readonly Intent[], nowMs: number): readonly Intent[];
  /** Steps that are due; one for each incident, however long nobody looked. */
  tick(nowMs: number): readonly Intent[];
  /** When {@link tick} has something to do, epoch milliseconds; may have passed. */
  nextDeadlineMs(): number | undefined;
  /** Whether somebody knows of the group, so that it is not repeated. */
  heldBy(groupKey: string): "acknowledged" | "snoozed" | undefined;
  /** A group that does not escalate becomes an acknowledged incident, too. */
  acknowledge(group: GroupRef, by: string, nowMs: number): Incident;
  snooze(group: GroupRef, snooze: { readonly untilMs: number; readonly by: string }, nowMs: number): Incident;
  acknowledgeByToken(token: string, by: string, nowMs: number): Incident | Refusal;
  /** What {@link acknowledgeByToken} would acknowledge; changes nothing. */
  inspectToken(token: string, nowMs: number): Incident | Refusal;
  /** The message of the last step will not arrive: the next level is told at once, within the loop. */
  stepFailed(groupKey: string, nowMs: number): void;
  /** The group is over without anybody being told so. */
  groupGone(groupKey: string, nowMs: number): void;
  /** Alerts belong to other groups than before, as the configuration is another one: their incidents go on there. */
  moved(moves: readonly GroupMove[], nowMs: number): void;
  incidentOf(groupKey: string): Incident | undefined;
  /** Nobody acknowledged, and nobody is left to be told. */
  exhausted(): Iterable<Incident>;
}
