import { CERTAIN_AFTER_MS } from "../deadline/lease.ts";
import { loseRun, makeLostCertain } from "../run/lose-run.ts";
import type { Book } from "./book.ts";
import { lapse, leaseOf, loseRuns, makeLapseCertain, markDead } from "./depart.ts";
import type { InstanceEntry } from "./entries.ts";
import { replaceRun } from "./keep-run.ts";
import { judgeSilence } from "./silence-notice.ts";

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

function judge(book: Book, key: string): void {
  const rest = key.slice(2);
  const kind = key.slice(0, 2);
  if (kind === "b|") {
    judgeRunBeat(book, rest);
    return;
  }
  const entry = book.instances.get(rest);
  if (entry === undefined) return;
  if (kind === "l|") judgeLease(book, entry);
  else if (kind === "q|") judgeSilence(book, entry);
  else if (kind === "f|") book.fed.add(entry);
  else if (kind === "c|" && entry.instance.state === "lapsed") makeLapseCertain(book, entry);
  else if (kind === "z|" && entry.instance.state === "stopped") {
    loseRuns(book, entry, { cause: "process_dead", certain: true });
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
    if (entry.instance.state === "live" && entry.instance.heartbeatIntervalMs > 0) {
      book.armClock(`l|${entry.instance.key}`, leaseOf(book, entry));
    }
    if (entry.instance.state === "lapsed" && entry.instance.certain !== true) {
      entry.lapsedAt = book.monotonicMs;
      book.armClock(`c|${entry.instance.key}`, CERTAIN_AFTER_MS);
    }
  }
  for (const run of book.openRuns.values()) {
    const { beatIntervalMs } = run.facts ?? {};
    if (beatIntervalMs === undefined) continue;
    book.armClock(`b|${run.key}`, run.provisional ? CERTAIN_AFTER_MS : 2 * beatIntervalMs + 5_000);
  }
}
