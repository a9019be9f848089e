import type { Job, RunOutcome } from "@jobscope/tracker";
import { partsOfId } from "@jobscope/tracker";

import { type JobEntry, rowOf } from "./job-entry.ts";
import type { LastOutcome, Streak, TroubledSlot } from "./job-view.ts";
import { LIMITS } from "./limits.ts";

/** Below this period a job has no slots of its own: what its process missed is over once it runs again. */
const DENSE_MS = 10_000;

export const runIdOf = (runKey: string): string => partsOfId(runKey)?.[3] ?? runKey;

const toLast = ({ runKey, state, endMs }: RunOutcome): LastOutcome => ({
  runKey,
  runId: runIdOf(runKey),
  state,
  endMs,
});

function streakOf(entry: JobEntry, job: Job): Streak | undefined {
  const { consecutiveFailures: count, lastSuccessMs: lastGoodMs, lastFailureMs = 0 } = job;
  if (count === 0) return undefined;
  const row = [...rowOf(job.recent)];
  const lastMs = row[0]?.endMs ?? lastFailureMs;
  const listedMs = row.at(-1)?.endMs ?? lastFailureMs;
  // The beginning of a long row has left the list.
  const firstMs = row.length < count ? Math.min(listedMs, entry.streak?.firstMs ?? listedMs) : listedMs;
  return { count, firstMs, lastMs, ...(lastGoodMs !== undefined && { lastGoodMs }) };
}

/** A row of failures that a success ended, with those that were told along with that success. */
function endStreak(entry: JobEntry, job: Job): Streak | undefined {
  const { streak } = entry;
  if (streak === undefined) return entry.endedStreak ?? endedRow(job.recent);
  const told = job.recent.filter(
    ({ state, endMs, awaitsRetry }) =>
      state !== "success" && state !== "cancellation" && awaitsRetry !== true && endMs > streak.lastMs,
  );
  const lastMs = told.reduce((last, { endMs }) => Math.max(last, endMs), streak.lastMs);
  return { ...streak, count: streak.count + told.length, lastMs };
}

/** After a restart: the row that the newest success ended, as far as it is listed. */
function endedRow(recent: readonly RunOutcome[]): Streak | undefined {
  const successAt = recent.findIndex(({ state }) => state === "success");
  const before = recent.slice(successAt + 1);
  const row = successAt < 0 ? [] : [...rowOf(before)];
  const [last] = row;
  const first = row.at(-1);
  if (last === undefined || first === undefined) return undefined;
  const lastGoodMs = before.find(({ state }) => state === "success")?.endMs;
  const streak = { count: row.length, firstMs: first.endMs, lastMs: last.endMs };
  return lastGoodMs === undefined ? streak : { ...streak, lastGoodMs };
}

function takeOutcomes(entry: JobEntry, job: Job): void {
  const streak = streakOf(entry, job);
  if (streak === undefined) entry.endedStreak = endStreak(entry, job);
  else if (streak.lastGoodMs !== entry.streak?.lastGoodMs) entry.endedStreak = undefined;
  entry.streak = streak;
  entry.recent = job.recent;
  const newest = job.recent.find(({ state, awaitsRetry }) => state !== "cancellation" && awaitsRetry !== true);
  entry.newest = newest === undefined ? undefined : toLast(newest);
  const good = job.recent.find(({ state }) => state === "success");
  if (good !== undefined) entry.lastSuccess = toLast(good);
  else if (job.lastSuccessMs !== undefined && entry.lastSuccess?.endMs !== job.lastSuccessMs) {
    entry.lastSuccess = { runKey: "", runId: "", state: "success", endMs: job.lastSuccessMs };
  }
}

function unknownSlot({ slotKey, kind, instantMs, cause }: NonNullable<Job["troubles"]>[number]): TroubledSlot {
  return { slotKey, kind, instantMs, untilMs: instantMs, count: 1, ...(cause !== undefined && { cause }) };
}

/** Whether a slot that went wrong still does, by the tracker's list, which holds the newest eight. */
function stands(slot: TroubledSlot, listed: NonNullable<Job["troubles"]>): boolean {
  if (listed.some(({ slotKey, kind }) => slotKey === slot.slotKey && kind === slot.kind)) return true;
  const oldest = listed.at(-1);
  return listed.length >= 8 && oldest !== undefined && slot.untilMs <= oldest.instantMs;
}

export function takeTroubles(entry: JobEntry, job: Job): void {
  const period = job.evenPeriodMs ?? 0;
  const dense = period > 0 && period < DENSE_MS;
  const listed = (job.troubles ?? []).filter(({ instantMs }) => !dense || instantMs >= (job.lastStartMs ?? 0));
  for (const [key, slot] of entry.slots) if (!stands(slot, listed)) entry.slots.delete(key);
  for (const trouble of listed) {
    if (!entry.slots.has(trouble.slotKey)) entry.slots.set(trouble.slotKey, unknownSlot(trouble));
  }
  entry.lastOnTimeMs = job.lastOnTimeMs;
  sortTroubles(entry);
}

export function sortTroubles(entry: JobEntry): void {
  if (entry.slots.size === 0) {
    if (entry.troubles.length > 0) entry.troubles = [];
    return;
  }
  const sorted = [...entry.slots.values()].toSorted((a, b) => b.untilMs - a.untilMs);
  for (const { slotKey } of sorted.slice(LIMITS.troublesPerJob)) entry.slots.delete(slotKey);
  entry.troubles = sorted.slice(0, LIMITS.troublesPerJob);
}

/** The tracker's value of a job: what it declares, and how its last runs and slots went. */
export function takeJob(entry: JobEntry, job: Job): void {
  entry.source = "events";
  entry.criticality = job.criticality;
  entry.group = job.group ?? "";
  entry.owner = job.owner ?? "";
  entry.maxRuntimeMs = job.maxRuntimeMs;
  entry.pausedSinceMs = job.pausedSinceMs;
  entry.retiredMs = job.retiredMs;
  entry.retiredBy = job.retiredBy;
  takeOutcomes(entry, job);
  takeTroubles(entry, job);
}
