import type { Alert } from "../model/alert.ts";
import { hashOf } from "../model/labels.ts";
import { MAX_ALERTS_PER_MESSAGE, type Intent, type NotificationReason } from "../model/notification.ts";
import { isActive } from "./alert-lookup.ts";
import { buildMessage, sortAlerts } from "./build-message.ts";
import { news } from "./decide.ts";
import type { GroupState } from "./group-state.ts";
import type { Survey } from "./survey.ts";

/** Messages that one look at a group makes, each with up to {@link MAX_ALERTS_PER_MESSAGE} new alerts; the rest is a number. */
export const MAX_MESSAGES_PER_LOOK = 4;

export interface Telling {
  readonly survey: Survey;
  readonly reason: NotificationReason;
  /** Whether anything that was told as firing is not over yet, told now or before. */
  readonly firingLeft: boolean;
  readonly nowMs: number;
  readonly publicUrl: string | undefined;
  /** With its newest value and texts. */
  readonly current: (alert: Alert) => Alert;
}

/** Nobody has to look up a wave of alerts: what is new is named in some message, as long as these are few. */
export function buildIntents(state: GroupState, telling: Telling): readonly Intent[] {
  const { survey } = telling;
  const alerts = [...news(survey), ...survey.stillFiring];
  const shares = shareOut(alerts, news(survey));
  return shares.map((shown, index) => {
    const last = index === shares.length - 1;
    const named = last ? withUnnamed(shown, alerts, shares) : shown;
    return {
      id: hashOf(`${state.key}\u{0}${state.createdMs}\u{0}${state.sequence + index}\u{0}${state.receiver}`),
      receiver: state.receiver,
      groupKey: state.key,
      reason: telling.reason,
      firing: named.filter(isActive).map((alert) => alert.id),
      resolved: named.filter((alert) => !isActive(alert)).flatMap(({ id }) => [id, ...(state.tookOver.get(id) ?? [])]),
      message: buildMessage({
        reason: telling.reason,
        status: telling.firingLeft ? "firing" : "resolved",
        receiver: state.receiver,
        groupKey: state.key,
        groupLabels: state.labels,
        alerts: alerts.map(telling.current),
        shown: shown.map(telling.current),
        heldBack: index === 0 ? state.heldBack : 0,
        atMs: telling.nowMs,
        publicUrl: telling.publicUrl,
      }),
      atMs: telling.nowMs,
    };
  });
}

/** What each message shows: all, where that fits; else what is new, in several where one is too small. */
function shareOut(alerts: readonly Alert[], fresh: readonly Alert[]): readonly (readonly Alert[])[] {
  if (alerts.length <= MAX_ALERTS_PER_MESSAGE) return [alerts];
  if (fresh.length <= MAX_ALERTS_PER_MESSAGE) {
    const known = new Set(fresh);
    const others = sortAlerts(alerts.filter((alert) => !known.has(alert)));
    return [[...fresh, ...others].slice(0, MAX_ALERTS_PER_MESSAGE)];
  }
  const sorted = sortAlerts(fresh);
  const count = Math.min(MAX_MESSAGES_PER_LOOK, Math.ceil(sorted.length / MAX_ALERTS_PER_MESSAGE));
  return Array.from({ length: count }, (_, index) =>
    sorted.slice(index * MAX_ALERTS_PER_MESSAGE, (index + 1) * MAX_ALERTS_PER_MESSAGE),
  );
}

/** The last message tells of those, too, that none shows. */
function withUnnamed(
  shown: readonly Alert[],
  alerts: readonly Alert[],
  shares: readonly (readonly Alert[])[],
): readonly Alert[] {
  const named = new Set(shares.flat());
  return [...shown, ...alerts.filter((alert) => !named.has(alert))];
}
