import type { Alert } from "../model/alert.ts";
import type { Route } from "../model/routing.ts";
import { joinGroup, newGroup, type GroupState } from "./group-state.ts";
import { groupKeyOf, groupLabelsOf } from "./route-tree.ts";

export interface Joined {
  readonly state: GroupState;
  /** The last episode of the same alert, whose place it took. */
  readonly replaced: string | undefined;
}

/** The groups by key, and which alert is in which. */
export class GroupRegister {
  readonly #groups = new Map<string, GroupState>();
  /** Groups that an alert is a member of, and those that told its end last. */
  readonly #ofAlert = new Map<string, Set<GroupState>>();
  #earliestMs: number | undefined;

  add(state: GroupState): void {
    this.#groups.set(state.key, state);
    for (const id of [...state.members, ...state.toldResolved]) this.#index(id, state);
    this.#mayBeEarliest(state);
  }

  /** Puts the alert into its group of this route. */
  join(route: Route, alert: Alert, nowMs: number): Joined {
    const labels = groupLabelsOf(route, alert.labels);
    const key = groupKeyOf(route, labels);
    const state = this.#groups.get(key) ?? newGroup({ key, route, labels, nowMs });
    this.#groups.set(key, state);
    const before = state.byAlertKey.get(alert.key);
    joinGroup(state, alert, nowMs);
    const replaced = before === alert.id ? undefined : before;
    if (replaced !== undefined) this.unindex(replaced, state);
    this.#index(alert.id, state);
    this.#mayBeEarliest(state);
    return { state, replaced };
  }

  remove(state: GroupState): void {
    this.#groups.delete(state.key);
    for (const id of [...state.members, ...state.toldResolved]) this.unindex(id, state);
  }

  get(key: string): GroupState | undefined {
    return this.#groups.get(key);
  }

  all(): Iterable<GroupState> {
    return this.#groups.values();
  }

  /** When the next group is to be looked at; a group that was put off may make it too early, until {@link rescheduled}. */
  earliestMs(): number | undefined {
    return this.#earliestMs;
  }

  /** Groups whose time has come, in order of it. After they were looked at, {@link rescheduled} must follow. */
  due(nowMs: number): readonly GroupState[] {
    const due = [...this.#groups.values()].filter((state) => state.nextFlushMs <= nowMs);
    return due.toSorted((a, b) => a.nextFlushMs - b.nextFlushMs || (a.key < b.key ? -1 : 1));
  }

  rescheduled(): void {
    this.#earliestMs = undefined;
    for (const state of this.#groups.values()) this.#mayBeEarliest(state);
  }

  #mayBeEarliest({ nextFlushMs }: GroupState): void {
    if (this.#earliestMs === undefined || nextFlushMs < this.#earliestMs) this.#earliestMs = nextFlushMs;
  }

  /** Follows members that have left. */
  unindex(id: string, state: GroupState): void {
    const groups = this.#ofAlert.get(id);
    groups?.delete(state);
    if (groups?.size === 0) this.#ofAlert.delete(id);
  }

  groupsOf(alertId: string): ReadonlySet<GroupState> {
    return this.#ofAlert.get(alertId) ?? NONE;
  }

  has(alertId: string): boolean {
    return this.#ofAlert.has(alertId);
  }

  #index(id: string, state: GroupState): void {
    const groups = this.#ofAlert.get(id) ?? new Set();
    groups.add(state);
    this.#ofAlert.set(id, groups);
  }
}

const NONE: ReadonlySet<GroupState> = new Set();
