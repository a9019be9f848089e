import { bucketAt, HOUR_MS } from "../../rollup/time-buckets.ts";
import type { Connection } from "../database/connection.ts";
import { ErrorGroupKeys, type GroupedError } from "./error-groups.ts";
import { newestRunOfGroup, oldestRunOfGroup } from "./error-runs.ts";

/** What is kept of a message and a stack; the run itself keeps them whole. */
const MAX_TEXT = 16_384;

/** One error at one time. `jobId` 0: of no job. */
export interface ErrorPlace {
  readonly groupId: number;
  readonly jobId: number;
  readonly atMs: number;
}

export interface ErrorTexts {
  readonly message: string | undefined;
  readonly stack: string | undefined;
}

/** What a transaction adds to one row, or takes away from it. */
interface Span {
  count: number;
  firstMs: number;
  lastMs: number;
}

interface GroupDelta extends Span {
  texts: ErrorTexts | undefined;
  /** Span of those that left. */
  leftFirstMs: number;
  leftLastMs: number;
}

const ADD_TO_GROUP = `UPDATE error_groups SET count = count + :count, first_ms = min(first_ms, :first),
  last_ms = max(last_ms, :last), message = iif(:last >= last_ms, :message, message),
  message_length = iif(:last >= last_ms, :messageLength, message_length),
  stack = iif(:stack IS NOT NULL AND (stack IS NULL OR :last >= last_ms), :stack, stack),
  stack_length = iif(:stack IS NOT NULL AND (stack IS NULL OR :last >= last_ms), :stackLength, stack_length) WHERE id = :id`;
const TAKE_FROM_GROUP = "UPDATE error_groups SET count = count + ? WHERE id = ?";
const ADD_TO_JOB = `INSERT INTO error_jobs (group_id, job_id, first_ms, last_ms, count) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET count = count + excluded.count, first_ms = min(first_ms, excluded.first_ms),
  last_ms = max(last_ms, excluded.last_ms)`;
const ADD_TO_HOUR = `INSERT INTO error_hours (group_id, hour, count) VALUES (?, ?, ?)
  ON CONFLICT DO UPDATE SET count = count + excluded.count`;
const EMPTY_JOB = "DELETE FROM error_jobs WHERE group_id = ? AND job_id = ? AND count <= 0";
const EMPTY_HOUR = "DELETE FROM error_hours WHERE group_id = ? AND hour = ? AND count <= 0";
const BOUNDS = "SELECT first_ms, last_ms, count FROM error_groups WHERE id = ?";
const SET_LAST = "UPDATE error_groups SET last_ms = ?, message = ?, message_length = ? WHERE id = ?";
const SET_FIRST = "UPDATE error_groups SET first_ms = ? WHERE id = ?";

/**
 * Errors that the current transaction adds to their groups, gathered in memory and written once before its COMMIT, as
 * {@link Counters} does. A run whose verdict is corrected leaves its group again; a group without any is deleted.
 */
export class ErrorCounts {
  readonly #connection: Connection;
  readonly #keys: ErrorGroupKeys;
  readonly #groups = new Map<number, GroupDelta>();
  readonly #jobs = new Map<string, Span & { readonly key: readonly [groupId: number, jobId: number] }>();
  readonly #hours = new Map<string, { readonly key: readonly [groupId: number, hour: number]; count: number }>();

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#keys = new ErrorGroupKeys(connection);
  }

  groupOf(error: GroupedError): number {
    return this.#keys.numberFor(error);
  }

  join(place: ErrorPlace, texts: ErrorTexts): void {
    this.#count(place, 1);
    this.tell(place, texts);
  }

  /** The same error, told anew. */
  tell({ groupId, atMs }: ErrorPlace, texts: ErrorTexts): void {
    const group = this.#group(groupId);
    if (atMs >= group.lastMs) group.texts = { message: texts.message, stack: texts.stack ?? group.texts?.stack };
    group.firstMs = Math.min(group.firstMs, atMs);
    group.lastMs = Math.max(group.lastMs, atMs);
  }

  leave(place: ErrorPlace): void {
    this.#count(place, -1);
    const group = this.#group(place.groupId);
    group.leftFirstMs = Math.min(group.leftFirstMs, place.atMs);
    group.leftLastMs = Math.max(group.leftLastMs, place.atMs);
  }

  flush(): void {
    for (const { key, count, firstMs, lastMs } of this.#jobs.values()) {
      if (count !== 0) this.#connection.run(ADD_TO_JOB, ...key, firstMs, lastMs, count);
      if (count < 0) this.#connection.run(EMPTY_JOB, ...key);
    }
    for (const { key, count } of this.#hours.values()) {
      if (count !== 0) this.#connection.run(ADD_TO_HOUR, ...key, count);
      if (count < 0) this.#connection.run(EMPTY_HOUR, ...key);
    }
    for (const [id, group] of this.#groups) this.#flushGroup(id, group);
    this.discard();
  }

  /** Forgets what the transaction gathered. */
  discard(): void {
    this.#groups.clear();
    this.#jobs.clear();
    this.#hours.clear();
  }

  /** Forgets which groups there are: some were deleted, or never came to be. */
  forgetKeys(): void {
    this.#keys.clear();
  }

  #group(groupId: number): GroupDelta {
    const known = this.#groups.get(groupId);
    if (known !== undefined) return known;
    const none = { count: 0, firstMs: Infinity, lastMs: -Infinity };
    const group = { ...none, texts: undefined, leftFirstMs: Infinity, leftLastMs: -Infinity };
    this.#groups.set(groupId, group);
    return group;
  }

  #count({ groupId, jobId, atMs }: ErrorPlace, sign: 1 | -1): void {
    this.#group(groupId).count += sign;
    const job = `${groupId} ${jobId}`;
    const span = this.#jobs.get(job) ?? { key: [groupId, jobId] as const, count: 0, firstMs: atMs, lastMs: atMs };
    span.count += sign;
    span.firstMs = Math.min(span.firstMs, atMs);
    span.lastMs = Math.max(span.lastMs, atMs);
    this.#jobs.set(job, span);
    const hour = bucketAt(HOUR_MS, atMs);
    const hours = this.#hours.get(`${groupId} ${hour}`) ?? { key: [groupId, hour] as const, count: 0 };
    hours.count += sign;
    this.#hours.set(`${groupId} ${hour}`, hours);
  }

  #flushGroup(id: number, { count, firstMs, lastMs, texts, leftFirstMs, leftLastMs }: GroupDelta): void {
    if (texts === undefined) this.#connection.run(TAKE_FROM_GROUP, count, id);
    else {
      const { message = "", stack } = texts;
      this.#connection.statement(ADD_TO_GROUP).run({
        id,
        count,
        first: firstMs,
        last: lastMs,
        message: kept(message),
        messageLength: message.length,
        stack: stack === undefined ? null : kept(stack),
        stackLength: stack?.length ?? 0,
      });
    }
    if (leftLastMs > -Infinity) this.#close(id, leftFirstMs, leftLastMs);
  }

  /** Deletes a group that nothing is left of; else has it begin and end with what is left. */
  #close(id: number, leftFirstMs: number, leftLastMs: number): void {
    const row = this.#connection.get(BOUNDS, id);
    if (row === undefined) return;
    if (Number(row["count"]) <= 0) {
      deleteGroup(this.#connection, id);
      this.#keys.clear();
      return;
    }
    const newest = leftLastMs >= Number(row["last_ms"]) ? newestRunOfGroup(this.#connection, id) : undefined;
    if (newest !== undefined) {
      this.#connection.run(SET_LAST, newest.atMs, kept(newest.message), newest.message.length, id);
    }
    const oldest = leftFirstMs <= Number(row["first_ms"]) ? oldestRunOfGroup(this.#connection, id) : undefined;
    if (oldest !== undefined) this.#connection.run(SET_FIRST, oldest.atMs, id);
  }
}

export function deleteGroup(connection: Connection, id: number): void {
  connection.run("DELETE FROM error_jobs WHERE group_id = ?", id);
  connection.run("DELETE FROM error_hours WHERE group_id = ?", id);
  connection.run("DELETE FROM error_groups WHERE id = ?", id);
}

/** A NUL would end the text for SQLite's own functions. */
function kept(text: string): string {
  const whole = text.slice(0, MAX_TEXT).toWellFormed();
  return whole.includes("\0") ? whole.replaceAll("\0", " ") : whole;
}
