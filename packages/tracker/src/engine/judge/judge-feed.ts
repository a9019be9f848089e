import type { JobSlotMissedCause } from "@jobscope/semconv";

import { FEED_GRACE_MS, FOREIGN_ADVANCE_MS, sendsHeartbeats } from "../../deadline/feed-time.ts";
import { jumpedSince } from "../../health/silences.ts";
import type { Slot } from "../../model/slot.ts";
import { strikeClocks } from "../../run/run-clocks.ts";
import { isOpenSlot, makeSlotCertain, missSlot } from "../../slot/slot-verdict.ts";
import type { Book } from "../memory/book.ts";
import type { Declarer } from "../memory/declarers.ts";
import { declarersOf, isActive, isCurrent, isInDoubt, liveDeclarers } from "../memory/declarers.ts";
import type { InstanceEntry, JobEntry } from "../memory/entries.ts";
import { jobIdOfSlotKey } from "../memory/entries.ts";
import { armRun, replaceRun } from "../memory/keep-run.ts";
import { armSlot, keepSlot, slotDeadlineOf, withdrawSlot } from "../memory/keep-slot.ts";
import { confirmSwitch } from "./confirm-switch.ts";
import { causeOfSilence, isJumped, silenceAt } from "./infer-gap.ts";

function judgeRun(book: Book, entry: InstanceEntry, at: { runKey: string; feedMs: number }): void {
  const run = book.openRuns.get(at.runKey);
  const job = run === undefined ? undefined : book.jobs.get(run.jobId);
  if (run === undefined || job === undefined) return;
  const jumpedMs = jumpedSince(entry.instance, run.startMs ?? 0);
  const struck = strikeClocks(run, job.job, { feedMs: at.feedMs, jumpedMs });
  if (struck === run) armRun(book, run, { entry, job });
  else replaceRun(book, run, struck);
}

/** Why nothing started for it; `clock_set`: a clock that was set forward passed over it, so nothing was to start. */
function causeOf(book: Book, job: JobEntry, slot: Slot): JobSlotMissedCause | "clock_set" {
  const owners = declarersOf(book, job).filter(
    ({ entry }) => slot.instanceKey === "" || entry.instance.key === slot.instanceKey,
  );
  let jumped = false;
  for (const { entry } of owners) {
    if (isJumped(entry.instance, slot)) {
      jumped = true;
      continue;
    }
    const silence = silenceAt(entry.instance, slot.instantMs);
    if (silence === undefined) return "no_start";
    if (slot.instanceKey !== "") return causeOfSilence(silence);
  }
  if (jumped) return "clock_set";
  return owners.length === 0 ? "no_start" : "not_running";
}

/** Whether the one that owes the slot has switched the job off, or has not declared it since its process began anew. */
function isSuspended(owner: Declarer, slot: Slot): boolean {
  if (!isCurrent(owner.declaration, owner.entry)) return true;
  return !isActive(owner) && slot.instantMs > (owner.declaration.switchedMs ?? 0);
}

/** Only in the time of a live owner: one that is silent may have started it. */
function mayJudgeOwn(book: Book, job: JobEntry, { slot, feedMs }: { slot: Slot; feedMs: number }): boolean {
  const declaration = job.declarations.get(slot.instanceKey);
  const entry = book.instances.get(slot.instanceKey);
  if (declaration === undefined || entry === undefined) return true;
  if (entry.instance.state !== "live" || isSuspended({ declaration, entry }, slot)) return false;
  if (book.feedOf(entry) - FEED_GRACE_MS >= feedMs) return true;
  armSlot(book, job, slot);
  return false;
}

function mayJudge(book: Book, job: JobEntry, at: { slot: Slot; feedMs: number }): boolean {
  const { slot, feedMs } = at;
  if (slot.instanceKey !== "") return mayJudgeOwn(book, job, at);
  const declarers = declarersOf(book, job);
  const all = declarers.filter(({ entry }) => entry.instance.state === "live");
  if (all.length > 0 && all.every((declarer) => isSuspended(declarer, slot))) return false;
  // Its start may be under way from one that may yet be heard; the slot is armed again when that is settled.
  if (declarers.some((declarer) => isInDoubt(declarer.entry) && isActive(declarer))) return false;
  const slow = liveDeclarers(book, job).some(({ entry }) => book.feedOf(entry) - FEED_GRACE_MS < feedMs);
  if (slow) armSlot(book, job, slot);
  return !slow;
}

function judgeSlot(book: Book, slotKey: string, feedMs: number): void {
  const job = book.jobs.get(jobIdOfSlotKey(slotKey));
  const slot = job?.slots.get(slotKey);
  if (job === undefined || slot === undefined || !isOpenSlot(slot)) return;
  const dueMs = slotDeadlineOf(slot);
  // Set before the slot took its present state.
  if (feedMs < dueMs) return;
  if (slot.state === "missed") {
    keepSlot(book, job, makeSlotCertain(slot));
    return;
  }
  if (!mayJudge(book, job, { slot, feedMs: dueMs })) return;
  const cause = causeOf(book, job, slot);
  if (cause === "clock_set") withdrawSlot(book, job, slot);
  else keepSlot(book, job, missSlot(slot, { cause, certain: false, nowMs: book.nowMs }));
}

function judge(book: Book, entry: InstanceEntry, at: { key: string; feedMs: number }): void {
  const rest = at.key.slice(2);
  switch (at.key.slice(0, 2)) {
    case "r|":
      judgeRun(book, entry, { runKey: rest, feedMs: at.feedMs });
      return;
    case "s|":
      judgeSlot(book, rest, at.feedMs);
      return;
    case "d|": {
      const job = book.jobs.get(rest);
      const declaration = job?.declarations.get(entry.instance.key);
      if (job !== undefined && declaration !== undefined) confirmSwitch(book, job, declaration);
      return;
    }
    default:
      book.departed.add(entry.service);
  }
}

/** A foreign sender's feed advances by itself for a while: when will it reach its next deadline? */
function armForeign(book: Book, entry: InstanceEntry): void {
  const key = `f|${entry.instance.key}`;
  const next = entry.feed.peek();
  const waitMs = next === undefined ? Infinity : next + FEED_GRACE_MS - (entry.instance.lastEventMs ?? 0);
  if (waitMs > FOREIGN_ADVANCE_MS) book.clock.cancel(key);
  else book.clock.set(key, entry.receivedAt + Math.max(0, waitMs));
}

/** Judges every deadline that the feed time of this instance has passed. */
export function judgeFeed(book: Book, entry: InstanceEntry): void {
  const feedMs = book.feedOf(entry) - FEED_GRACE_MS;
  for (let key = entry.feed.popDue(feedMs); key !== undefined; key = entry.feed.popDue(feedMs)) {
    judge(book, entry, { key, feedMs });
  }
  if (!sendsHeartbeats(entry.instance)) armForeign(book, entry);
}
