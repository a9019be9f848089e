import type { Alert } from "../model/alert.ts";
import { isActive } from "./alert-lookup.ts";
import type { GroupState } from "./group-state.ts";
import type { HoldBack } from "./hold-back.ts";

/** The members of a group, by what there is to say of each. */
export interface Survey {
  /** Fires, and nobody was told. */
  readonly newlyFiring: readonly Alert[];
  /** Fires, and was told. */
  readonly stillFiring: readonly Alert[];
  /** Was told as firing, and is over. */
  readonly resolved: readonly Alert[];
  /** Came and went before anyone was told, where everything is told at once. */
  readonly brief: readonly Alert[];
  /** Came and went before anyone was told, and nobody will be. */
  readonly untold: readonly Alert[];
  readonly heldBack: ReadonlyMap<string, HoldBack>;
}

interface Draft {
  readonly newlyFiring: Alert[];
  readonly stillFiring: Alert[];
  readonly resolved: Alert[];
  readonly brief: Alert[];
  readonly untold: Alert[];
  readonly heldBack: Map<string, HoldBack>;
}

export interface SurveyContext {
  readonly nowMs: number;
  readonly alert: (id: string) => Alert | undefined;
  readonly suppression: (alert: Alert) => HoldBack | undefined;
}

export function surveyGroup(state: GroupState, context: SurveyContext): Survey {
  const draft: Draft = {
    newlyFiring: [],
    stillFiring: [],
    resolved: [],
    brief: [],
    untold: [],
    heldBack: new Map(),
  };
  for (const id of state.members) {
    const alert = context.alert(id);
    if (alert === undefined) continue;
    if (state.moved.has(id) && isActive(alert)) draft.heldBack.set(id, MOVED);
    else if (isActive(alert)) placeActive(draft, alert, { told: state.told.has(id), context });
    else placeResolved(draft, alert, { state, context });
  }
  return draft;
}

const MOVED: HoldBack = {
  kind: "moved",
  name: "configuration",
  detail: "another route has it since the configuration changed; here only its end is told",
};

function placeActive(
  draft: Draft,
  alert: Alert,
  { told, context }: { readonly told: boolean; readonly context: SurveyContext },
): void {
  const hold = context.suppression(alert) ?? (told ? staleHold(alert) : undefined);
  if (hold !== undefined) draft.heldBack.set(alert.id, hold);
  else (told ? draft.stillFiring : draft.newlyFiring).push(alert);
}

/** Whether it still fires is not known: neither a repeat nor a resolve would be true. */
function staleHold(alert: Alert): HoldBack | undefined {
  if (alert.state !== "stale") return undefined;
  return { kind: "stale", name: alert.ruleName, detail: "its data is missing: it is not known whether it still fires" };
}

/** Who was told that it fires is told that it is over, whatever silences or inhibits it by now. */
function placeResolved(
  draft: Draft,
  alert: Alert,
  { state, context }: { readonly state: GroupState; readonly context: SurveyContext },
): void {
  if (state.told.has(alert.id)) {
    draft.resolved.push(alert);
  } else if (state.route.groupWaitMs === 0 && !state.retired && !isHidden(alert, { state, context })) {
    draft.brief.push(alert);
  } else {
    draft.untold.push(alert);
  }
}

/** What was hidden while it fired stays so: a silence that ends with its alert must not tell of it. */
function isHidden(
  alert: Alert,
  { state, context }: { readonly state: GroupState; readonly context: SurveyContext },
): boolean {
  return (
    context.suppression(alert) !== undefined ||
    /^(?:inhibited|muted|silenced)\b/.test(state.reasons.get(alert.id) ?? "")
  );
}
