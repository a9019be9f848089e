import type { Alert, AlertEvent, Transition } from "../model/alert.ts";
import type { Explanation, SilenceInput } from "../model/alerting.ts";
import type { Matchers } from "../model/matcher.ts";
import type { Intent } from "../model/notification.ts";
import type { AlertGroup, Silence } from "../model/routing.ts";
import { isActive } from "./alert-lookup.ts";
import { recentlyTold } from "./decide.ts";
import { explainInGroup } from "./explain.ts";
import { movesOf } from "./group-move.ts";
import { GroupRegister } from "./group-register.ts";
import { drawNear, storedGroup, type GroupState } from "./group-state.ts";
import { suppressionAt } from "./hold-back.ts";
import { Inhibitor } from "./inhibitor.ts";
import { lookAtGroup, type LookPorts } from "./look-at-group.ts";
import { reroute, reviveGroup } from "./restore-groups.ts";
import { compileRouteTree, type RouteTree } from "./route-tree.ts";
import type { Router, RouterOptions } from "./router.ts";
import { hiddenBy, Silencer } from "./silencer.ts";
import { compileTimeIntervals } from "./time-intervals.ts";

/** Throws where the configuration names a time interval that it does not define, or a pattern does not compile. */
export function createRouter(options: RouterOptions): Router {
  return new TreeRouter(options);
}

class TreeRouter implements Router {
  readonly #options: RouterOptions;
  readonly #tree: RouteTree;
  readonly #alerts = new Map<string, Alert>();
  readonly #register = new GroupRegister();
  readonly #inhibitor: Inhibitor;
  readonly #silencer: Silencer;
  readonly #ports: LookPorts;
  /** Groups whose stored form is older than they are. */
  readonly #dirty = new Set<GroupState>();
  /** Keys of stored groups that go on under another key, or not at all. */
  readonly #replaced: string[] = [];
  #restored = false;
  #latestMs = Number.NEGATIVE_INFINITY;

  constructor(options: RouterOptions) {
    this.#options = options;
    const { config, snapshot, emit } = options;
    this.#tree = compileRouteTree(config.route);
    this.#inhibitor = new Inhibitor(config.inhibitRules);
    this.#silencer = new Silencer(snapshot.silences, (silence) => emit({ kind: "silence", silence }));
    const intervals = compileTimeIntervals(config.timeIntervals);
    for (const route of this.#tree.routes.values()) {
      for (const name of [...route.muteTimeIntervals, ...route.activeTimeIntervals]) intervals.contains(name, 0);
    }
    this.#ports = {
      suppressors: {
        inhibitor: this.#inhibitor,
        intervals,
        silencer: this.#silencer,
        alert: (id) => this.#alerts.get(id),
      },
      publicUrl: config.publicUrl,
      current: options.current ?? ((alert) => alert),
      isHeldByIncident: options.isHeldByIncident,
      event: (event: AlertEvent) => emit({ kind: "event", event }),
    };
    this.#revive();
  }

  apply(transitions: readonly Transition[], nowMs: number): void {
    this.#begin(nowMs);
    const resolved: Alert[] = [];
    for (const { alert } of transitions) {
      if (this.#take(alert, nowMs)) resolved.push(alert);
    }
    if (resolved.length > 0) this.#silencer.expireResolved(resolved, () => this.#active(), nowMs);
    this.#flush();
  }

  update(alert: Alert): void {
    if (!this.#alerts.has(alert.id)) return;
    this.#alerts.set(alert.id, alert);
    this.#inhibitor.update(alert);
  }

  tick(nowMs: number): readonly Intent[] {
    this.#begin(nowMs);
    if ((this.#register.earliestMs() ?? Number.POSITIVE_INFINITY) > nowMs) return [];
    const due = this.#register.due(nowMs);
    const intents = due.flatMap((state) => this.#look(state, nowMs));
    this.#register.rescheduled();
    this.#flush();
    return intents;
  }

  nextDeadlineMs(nowMs: number): number | undefined {
    return this.#restored ? this.#register.earliestMs() : nowMs;
  }

  suppress(input: SilenceInput, nowMs: number, id: string): Silence {
    return this.#silencer.add(input, nowMs, id);
  }

  expireSilence(id: string, nowMs: number, by: string): Silence | undefined {
    return this.#silencer.expire(id, nowMs, by);
  }

  hides(matchers: Matchers): readonly Alert[] {
    return hiddenBy(matchers, this.#active());
  }

  explain(alertId: string, nowMs: number): Explanation | undefined {
    this.#begin(nowMs);
    const alert = this.#alerts.get(alertId);
    if (alert === undefined) return undefined;
    const groups = this.#statesOf(alertId).map((state) => explainInGroup(state, alert, { ports: this.#ports, nowMs }));
    return { alertId, state: alert.state, groups };
  }

  groupsOf(alertId: string): readonly AlertGroup[] {
    return this.#statesOf(alertId).map(storedGroup);
  }

  toldIn(groupKey: string): readonly Alert[] {
    return this.#activeOf(this.#register.get(groupKey)?.told);
  }

  isSilent(groupKey: string, nowMs: number): boolean {
    const state = this.#register.get(groupKey);
    const active = this.#activeOf(state?.members);
    if (state === undefined || active.length === 0) return false;
    const suppression = suppressionAt(this.#ports.suppressors, state.route, nowMs);
    return active.every((alert) => suppression(alert) !== undefined);
  }

  #activeOf(ids: Iterable<string> = []): readonly Alert[] {
    return [...ids].flatMap((id) => this.#alerts.get(id) ?? []).filter(isActive);
  }

  #statesOf(alertId: string): readonly GroupState[] {
    return [...this.#register.groupsOf(alertId)].toSorted((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** Returns whether the alert is over. */
  #take(alert: Alert, nowMs: number): boolean {
    if (alert.state === "pending") return false;
    this.#alerts.set(alert.id, alert);
    this.#inhibitor.update(alert);
    if (isActive(alert)) this.#join(alert, nowMs);
    else this.#forget(alert.id);
    return !isActive(alert);
  }

  #join(alert: Alert, nowMs: number): void {
    for (const state of this.#register.groupsOf(alert.id)) if (state.members.has(alert.id)) return;
    for (const route of this.#tree.match(alert.labels)) {
      const { state, replaced } = this.#register.join(route, alert, nowMs);
      if (replaced !== undefined) this.#forget(replaced);
      this.#dirty.add(state);
    }
  }

  #look(state: GroupState, nowMs: number): readonly Intent[] {
    if (state.members.size === 0) {
      this.#rest(state, nowMs);
      return [];
    }
    const before = [...state.members, ...state.toldResolved];
    const intents = lookAtGroup(state, this.#ports, nowMs);
    this.#dirty.add(state);
    this.#release(before, state);
    return intents;
  }

  /** An empty group stays until its next look, and as long as its throttle has something to remember. */
  #rest(state: GroupState, nowMs: number): void {
    const last = recentlyTold(state, nowMs).at(-1);
    if (last !== undefined) {
      state.nextFlushMs = last + (state.route.throttle?.perMs ?? 0);
      this.#dirty.add(state);
      return;
    }
    const { toldResolved } = state;
    this.#register.remove(state);
    this.#dirty.delete(state);
    for (const id of toldResolved) this.#forget(id);
    this.#options.emit({ kind: "group_gone", key: state.key });
  }

  #release(before: readonly string[], state: GroupState): void {
    const toldResolved = new Set(state.toldResolved);
    for (const id of before) {
      if (state.members.has(id) || toldResolved.has(id)) continue;
      this.#register.unindex(id, state);
      this.#forget(id);
    }
  }

  /** An alert that is over and that no group has anything to do with. */
  #forget(id: string): void {
    const alert = this.#alerts.get(id);
    if (alert !== undefined && !isActive(alert) && !this.#register.has(id)) this.#alerts.delete(id);
  }

  *#active(): Generator<Alert> {
    for (const alert of this.#alerts.values()) if (isActive(alert)) yield alert;
  }

  #flush(): void {
    for (const state of this.#dirty) this.#options.emit({ kind: "group", group: storedGroup(state) });
    this.#dirty.clear();
  }

  #revive(): void {
    const { config, snapshot } = this.#options;
    for (const alert of snapshot.alerts) {
      if (alert.state === "pending") continue;
      this.#alerts.set(alert.id, alert);
      this.#inhibitor.update(alert);
    }
    for (const group of snapshot.groups) {
      const state = reviveGroup(group, { config, tree: this.#tree, alerts: this.#alerts });
      if (state !== undefined) this.#register.add(state);
      if (state?.key === group.key) continue;
      this.#replaced.push(group.key);
      if (state !== undefined) this.#dirty.add(state);
    }
    for (const { id } of snapshot.alerts) this.#forget(id);
  }

  /** At the first call that says what time it is; and again wherever that is earlier than it was. */
  #begin(nowMs: number): void {
    if (!this.#restored) this.#restore(nowMs);
    if (nowMs >= this.#latestMs) {
      this.#latestMs = nowMs;
      return;
    }
    this.#latestMs = nowMs;
    this.#drawNear(nowMs);
    this.#flush();
  }

  #drawNear(nowMs: number): void {
    for (const state of this.#register.all()) if (drawNear(state, nowMs)) this.#dirty.add(state);
    this.#register.rescheduled();
  }

  /** What a changed configuration moves. */
  #restore(nowMs: number): void {
    this.#restored = true;
    this.#drawNear(nowMs);
    for (const alert of this.#active()) {
      const changed = reroute(alert, { tree: this.#tree, register: this.#register, nowMs });
      for (const state of changed) this.#dirty.add(state);
    }
    const { snapshot, emit, onMoved } = this.#options;
    const moves = movesOf(snapshot.groups, this.#alerts, this.#register);
    if (moves.length > 0) onMoved?.(moves, nowMs);
    // Its place may be that of a group of another receiver by now.
    for (const key of this.#replaced) if (this.#register.get(key) === undefined) emit({ kind: "group_gone", key });
    this.#flush();
  }
}
