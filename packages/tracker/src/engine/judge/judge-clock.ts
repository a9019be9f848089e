import { FEED_GRACE_MS, sendsHeartbeats } from "../../deadline/feed-time.ts";
import { CERTAIN_AFTER_MS } from "../../deadline/lease.ts";
import { loseRun, makeLostCertain } from "../../run/lose-run.ts";
import { strikeClocks } from "../../run/run-clocks.ts";
import type { Book } from "../memory/book.ts";
import { isInDoubt } from "../memory/declarers.ts";
import type { InstanceEntry } from "../memory/entries.ts";
import { armRun, replaceRun } from "../memory/keep-run.ts";
import { armLease, fade, lapse, leaseOf, loseRuns, makeLapseCertain, markDead } from "./depart.ts";
import { judgeOverdue } from "./judge-overdue.ts";
import { DELIVERY_MS, judgeSilence } from "./silence-notice.ts";

/** Whether the process lives, where the monitor shares its host. */
function probe(book: Book, entry: InstanceEntry): boolean | undefined {
  const { process } = entry.instance;
  return process === undefined ? undefined : book.options.isProcessAlive?.(process);
}

export function buryIfDead(book: Book, entry: InstanceEntry): boolean {
  if (probe(book, entry) !== false) return false;
  // In the sender's time: what it sent from now on would prove the table wrong.
  markDead(book, entry, book.nowMs + entry.instance.clockSkewMs);
  return true;
}

function judgeLease(book: Book, entry: InstanceEntry): void {
  if (entry.instance.state !== "live") return;
  const dueAt = entry.receivedAt + leaseOf(book, entry);
  if (dueAt > book.monotonicMs) {
    book.clock.set(`l|${entry.instance.key}`, dueAt);
    return;
  }
  const alive = probe(book, entry);
  if (alive === true) {
    entry.receivedAt = book.monotonicMs;
    book.armClock(`l|${entry.instance.key}`, leaseOf(book, entry));
  } else if (alive === false) markDead(book, entry, book.nowMs + entry.instance.clockSkewMs);
  else lapse(book, entry);
}

/** A sender without heartbeats: everything it sends puts this off. */
function judgeFading(book: Book, entry: InstanceEntry): void {
  if (entry.faded || entry.instance.state !== "live" || sendsHeartbeats(entry.instance)) return;
  if (entry.receivedAt + CERTAIN_AFTER_MS > book.monotonicMs) armLease(book, entry);
  else fade(book, entry);
}

/** What watches a run whose process sends no heartbeats: its own clocks, in a time that goes on without it. */
function judgeUnwatched(book: Book, runKey: string): void {
  const run = book.openRuns.get(runKey);
  const entry = run === undefined ? undefined : book.instances.get(run.instanceKey);
  const job = run === undefined ? undefined : book.jobs.get(run.jobId);
  if (run === undefined || entry === undefined || job === undefined || sendsHeartbeats(entry.instance)) return;
  const heardMs = book.monotonicMs - book.resumedAt;
  if (heardMs < DELIVERY_MS) {
    book.armClock(`m|${runKey}`, DELIVERY_MS - heardMs);
    return;
  }
  const struck = strikeClocks(run, job.job, { feedMs: book.unheardFeedOf(entry) - FEED_GRACE_MS });
  if (struck === run) armRun(book, run, { entry, job });
  else replaceRun(book, run, struck);
}

/** The beats of a run that lives elsewhere have stopped; 15 minutes later that is certain. */
function judgeRunBeat(book: Book, runKey: string): void {
  const run = book.openRuns.get(runKey);
  if (run === undefined) return;
  if (run.provisional) {
    replaceRun(book, run, makeLostCertain(run));
    return;
  }
  if (run.state !== "running") return;
  const endMs = book.instances.get(run.instanceKey)?.instance.lastEventMs ?? 0;
  replaceRun(book, run, loseRun(run, { cause: "run_heartbeat_stopped", certain: false, nowMs: book.nowMs, endMs }));
  book.armClock(`b|${runKey}`, CERTAIN_AFTER_MS);
}

/** Deadlines of instances by the prefix of their key. */
const OF_INSTANCE: Readonly<Record<string, (book: Book, entry: InstanceEntry) => void>> = {
  "l|": judgeLease,
  "a|": judgeFading,
  "q|": judgeSilence,
  "f|": (book, entry) => void book.fed.add(entry),
  "c|": (book, entry) => {
    if (entry.instance.state === "lapsed") makeLapseCertain(book, entry);
  },
  "z|": (book, entry) => {
    if (entry.instance.state === "stopped") loseRuns(book, entry, { cause: "process_dead", certain: true });
  },
};

function judge(book: Book, key: string): void {
  const rest = key.slice(2);
  const prefix = key.slice(0, 2);
  if (prefix === "b|") judgeRunBeat(book, rest);
  else if (prefix === "m|") judgeUnwatched(book, rest);
  else if (prefix === "u|") {
    const job = book.jobs.get(rest);
    if (job !== undefined) judgeOverdue(book, job);
  } else {
    const entry = book.instances.get(rest);
    if (entry !== undefined) OF_INSTANCE[prefix]?.(book, entry);
  }
}

/** Judges every deadline that the monitor's own clock has passed. */
export function judgeClock(book: Book): void {
  for (let key = book.clock.popDue(book.monotonicMs); key !== undefined; key = book.clock.popDue(book.monotonicMs)) {
    judge(book, key);
  }
}

/** The monitor could not receive: whoever was heard before has his whole lease again. */
export function restartLeases(book: Book): void {
  book.resumedAt = book.monotonicMs;
  for (const entry of book.instances.values()) {
    entry.receivedAt = book.monotonicMs;
    if (entry.instance.state === "live") armLease(book, entry);
    if (isInDoubt(entry)) book.armClock(`c|${entry.instance.key}`, CERTAIN_AFTER_MS);
  }
  for (const run of book.openRuns.values()) {
    const { beatIntervalMs } = run.facts ?? {};
    if (beatIntervalMs === undefined) continue;
    book.armClock(`b|${run.key}`, run.provisional ? CERTAIN_AFTER_MS : 2 * beatIntervalMs + 5_000);
  }
}
