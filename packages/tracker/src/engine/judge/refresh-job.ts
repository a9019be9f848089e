import { judgeHealth } from "../../health/judge-health.ts";
import type { HealthFacts } from "../../health/judge-health.ts";
import type { Job } from "../../model/job.ts";
import { withDefined } from "../../model/with-defined.ts";
import { isDense, nextOf } from "../../slot/slot-windows.ts";
import type { Book } from "../memory/book.ts";
import type { Declarer } from "../memory/declarers.ts";
import { declarersOf, isActive, isLive, isLiveDeclarer } from "../memory/declarers.ts";
import type { JobEntry, JobStanding } from "../memory/entries.ts";
import { armOverdue } from "./judge-overdue.ts";

function pausedSince(job: JobEntry, all: readonly Declarer[]): number | undefined {
  const live = all.filter(isLive);
  const having = live.length > 0 ? live : all.filter(({ entry }) => entry.instance.key === job.job.lastDeclarer);
  const paused = having.filter((declarer) => declarer.declaration.state === "paused" && !isActive(declarer));
  if (paused.length === 0 || having.some(isActive)) return undefined;
  return Math.min(...paused.map(({ declaration }) => declaration.switchedMs ?? 0));
}

function absenceOf(job: JobEntry, all: readonly Declarer[]): HealthFacts["absence"] {
  // Without a schedule nothing is owed: that its process ended says nothing about the job.
  if (job.job.schedule.type === "none") return undefined;
  if (all.length === 0 || all.some((declarer) => isLive(declarer) && !declarer.entry.faded)) return undefined;
  const last = all.find(({ entry }) => entry.instance.key === job.job.lastDeclarer)?.entry.instance;
  if (last === undefined) return undefined;
  if (last.silenceNoticed === true) return "telemetry_stopped";
  return last.state === "stopped" || last.state === "live" ? "stopped" : "silent";
}

function denseTimesOf(all: readonly Declarer[]): readonly number[] {
  const newest = all.filter(isLiveDeclarer).toSorted((a, b) => b.declaration.declaredMs - a.declaration.declaredMs)[0];
  return newest !== undefined && isDense(newest.declaration.nextTimesMs) ? newest.declaration.nextTimesMs : [];
}

function standingOf(book: Book, entry: JobEntry): JobStanding {
  const all = declarersOf(book, entry);
  return { pausedSinceMs: pausedSince(entry, all), absence: absenceOf(entry, all), denseTimesMs: denseTimesOf(all) };
}

/** The job with everything that follows from its declarations, runs and slots; told when it differs. */
export function refreshJob(book: Book, entry: JobEntry): void {
  if (entry.standing === undefined) armOverdue(book, entry);
  const { pausedSinceMs: since, absence, denseTimesMs } = (entry.standing ??= standingOf(book, entry));
  const { nextSlotMs: _next, pausedSinceMs: _paused, ...rest } = entry.job;
  const nextSlotMs = entry.slots.firstExpectedMs() ?? nextOf(denseTimesMs, book.nowMs);
  const job: Job = withDefined({ ...rest, runningCount: entry.running }, { nextSlotMs, pausedSinceMs: since });
  const { health, reason } = judgeHealth(job, {
    overrunningRuns: entry.overrunning,
    provisionalRuns: entry.provisional,
    absence,
  });
  const changed = health !== job.health;
  entry.job = {
    ...job,
    health,
    healthReason: reason,
    healthSinceMs: changed ? book.nowMs : job.healthSinceMs,
  };
  book.log.job(entry.told, entry.job);
  entry.told = entry.job;
}
