import { MIN_SLOT_PERIOD_MS } from "@jobscope/semconv";

import type { JobDefinition, ScheduleSource } from "../model/job-definition.ts";
import { guarded } from "../record/guard.ts";
import type { JobRecord } from "../record/job-record.ts";
import { wallMs } from "../record/real-clock.ts";
import type { ScheduledJob } from "../record/schedulers.ts";
import { askNext, countBetween } from "./ask-schedule.ts";
import type { Blocks } from "./blocks.ts";
import { countMissed, emitDeclared, emitMissed, emitScheduleUnknown } from "./job-events.ts";
import { SlotList } from "./slot-list.ts";

const REPEAT_MS = 5 * 60_000;
const MIN_AHEAD = 10;
const MIN_AHEAD_MS = 2 * 60_000;
/** A dense schedule runs short all the time; its list is topped up in the process, the declaration keeps its beat. */
const DENSE_MIN_AHEAD = 3;

const seconds = (value: number | undefined): number | undefined => (value === undefined ? undefined : value * 1000);

/** Declares one job's schedule and notices the slots that pass without a start. */
export class ScheduleWatch implements ScheduledJob {
  readonly #record: JobRecord;
  #definition: JobDefinition;
  #source: ScheduleSource | undefined;
  #slots: SlotList;
  #declaredMs = Number.NEGATIVE_INFINITY;
  #active = true;
  #complained = false;
  /** The library gave all it has (a single date, or nothing). */
  #exhausted = false;
  #passedMs = 0;

  constructor(record: JobRecord, definition: JobDefinition) {
    this.#record = record;
    this.#definition = definition;
    this.#source = definition.schedule;
    this.#slots = this.#newSlots();
  }

  get system(): string {
    return this.#record.system;
  }

  /** Slots that the process slept through are not the library's fault. */
  get passedMs(): number {
    return this.#passedMs;
  }

  get active(): boolean {
    return this.#active;
  }

  get scheduled(): boolean {
    return this.#source !== undefined;
  }

  redefine(definition: JobDefinition): void {
    this.#definition = definition;
    if (definition.schedule !== undefined) this.replace(definition.schedule);
  }

  replace(source: ScheduleSource | undefined): void {
    this.#source = source;
    this.#slots = this.#newSlots();
    this.#passedMs = 0;
    this.#complained = false;
    this.#exhausted = false;
    this.#declaredMs = Number.NEGATIVE_INFINITY;
  }

  pause(): void {
    this.#active = false;
    this.#passedMs = 0;
    this.#slots.clear();
    this.#record.nextRunMs = 0;
  }

  resume(): void {
    if (this.#active) return;
    this.#active = true;
    this.#exhausted = false;
    this.#declaredMs = Number.NEGATIVE_INFINITY;
  }

  /** A start or a skip. */
  met(atMs: number, scheduledTime: Date | undefined): void {
    if (this.#source === undefined) return;
    this.#slots.meet(atMs, scheduledTime?.getTime());
    this.#record.nextRunMs = this.#slots.upcoming(atMs)[0] ?? 0;
  }

  /** Slots that the library reported as missed: they are not found missing once more. */
  told(fromMs: number, toMs: number): void {
    this.#slots.told(fromMs, toMs);
  }

  /** True where the library has to be asked, or the declaration is due: both happen off the run's path. */
  due(nowMs: number): boolean {
    if (!this.#active) return false;
    return nowMs - this.#declaredMs >= REPEAT_MS || nowMs < this.#declaredMs || this.#short(nowMs);
  }

  #short(nowMs: number): boolean {
    if (this.#source === undefined || this.#exhausted) return false;
    const ahead = this.#slots.upcoming(nowMs);
    if (this.#dense) return ahead.length < DENSE_MIN_AHEAD;
    return ahead.length < MIN_AHEAD || this.#slots.lastMs - nowMs < MIN_AHEAD_MS;
  }

  get #dense(): boolean {
    return this.#slots.periodMs < MIN_SLOT_PERIOD_MS;
  }

  /** Asks the library and says what it answered. */
  refresh(blocks: Blocks): void {
    const nowMs = wallMs();
    if (!this.due(nowMs)) return;
    const repeat = !(nowMs - this.#declaredMs < REPEAT_MS);
    if (this.#source !== undefined) this.#ask(this.#source, nowMs, blocks);
    if (this.#dense && !repeat) return;
    this.#declaredMs = nowMs;
    const { nextRunMs } = this.#record;
    emitDeclared({
      record: this.#record,
      definition: this.#definition,
      source: this.#source,
      nextTimes: nextRunMs === 0 ? [] : this.#slots.upcoming(nowMs).slice(0, 20),
    });
  }

  #ask(source: ScheduleSource, nowMs: number, blocks: Blocks): void {
    const lastMs = this.#slots.lastMs;
    if (lastMs > 0 && lastMs < nowMs) this.#gap(source, nowMs, blocks);
    const answer = askNext(source);
    if (answer.kind === "failed") {
      this.#exhausted = true;
      if (!this.#complained) emitScheduleUnknown(this.#record, answer.error);
      this.#complained = true;
      return;
    }
    const known = this.#slots.lastMs;
    this.#slots.extend(answer.times);
    // A library that gives fewer than asked, and nothing new, has no more; the next repeat asks again.
    this.#exhausted = this.#slots.lastMs === known && this.#slots.upcoming(nowMs).length < MIN_AHEAD;
    this.#record.nextRunMs = this.#slots.upcoming(nowMs)[0] ?? 0;
  }

  /** Instants beyond the last declared one that have passed: nobody could know them as slots. */
  #gap(source: ScheduleSource, nowMs: number, blocks: Blocks): void {
    const { lastMs, periodMs } = this.#slots;
    const between = countBetween(source, lastMs, nowMs);
    const fromMs = between?.firstMs ?? lastMs + periodMs;
    const toMs = between?.lastMs ?? nowMs;
    // One instant may just have started: only a gap of more than its start margin is one.
    if (!Number.isFinite(fromMs) || fromMs + Math.min(periodMs / 2, 60_000) > nowMs) return;
    const cause = blocks.causeAt(fromMs, toMs);
    countMissed(this.#record, between?.count ?? 1, cause);
    emitMissed(this.#record, { fromMs, toMs, count: between?.count, cause });
  }

  /** Slots whose time has passed without a start. */
  judge(nowMs: number, blocks: Blocks): void {
    if (!this.#active || this.#source === undefined) return;
    const missed = this.#slots.overdue(nowMs);
    const [fromMs] = missed;
    const toMs = missed.at(-1);
    if (fromMs === undefined || toMs === undefined) return;
    guarded("missed slots", () => {
      const cause = blocks.causeAt(fromMs, toMs);
      if (cause === "no_start") this.#passedMs = toMs;
      countMissed(this.#record, missed.length, cause);
      // The monitor finds the misses of a declared schedule by itself; of a dense one it keeps no slots.
      if (this.#dense) emitMissed(this.#record, { fromMs, toMs, count: missed.length, cause });
    });
  }

  #newSlots(): SlotList {
    const startMs = seconds(this.#definition.startMargin);
    const earlyMs = seconds(this.#definition.earlyTolerance);
    return new SlotList({ ...(startMs !== undefined && { startMs }), ...(earlyMs !== undefined && { earlyMs }) });
  }
}
