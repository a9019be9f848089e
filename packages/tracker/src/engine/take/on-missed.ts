import type { SlotMissedEvent } from "../../model/job-event.ts";
import type { ReportedMiss } from "../../model/job.ts";
import type { Slot } from "../../model/slot.ts";
import { gapSlot } from "../../slot/new-slot.ts";
import { gapKeyOf } from "../../slot/slot-key.ts";
import { isMet, missSlot } from "../../slot/slot-verdict.ts";
import type { Book } from "../memory/book.ts";
import type { InstanceEntry, JobEntry } from "../memory/entries.ts";
import { jobOf } from "../memory/job-of.ts";
import { findSlot, keepSlot, withdrawSlot } from "../memory/keep-slot.ts";

const MAX_REPORTED = 8;

const isSame = (a: ReportedMiss, b: ReportedMiss): boolean =>
  a.instanceKey === b.instanceKey && a.fromMs === b.fromMs && a.toMs === b.toMs;

/** Slots of the report that stand on their own, in memory or in the archive. */
function knownSlots(book: Book, job: JobEntry, report: ReportedMiss): readonly Slot[] {
  const owner = job.job.scope === "cluster" ? "" : report.instanceKey;
  const known = new Map<string, Slot>();
  const archived =
    report.fromMs > job.slots.forgottenMs ? [] : book.options.archive.findSlots(job.job.id, report.fromMs, report.toMs);
  for (const slot of archived) known.set(slot.key, slot);
  for (const slot of job.slots.ownedBy(owner, report.fromMs, report.toMs)) known.set(slot.key, slot);
  const gapKey = gapKeyOf(job.job.id, report.fromMs, owner);
  return [...known.values()]
    .filter((slot) => slot.instanceKey === owner && slot.key !== gapKey && slot.untilMs === undefined)
    .toSorted((a, b) => a.instantMs - b.instantMs);
}

/** Where the instants that stand in no slot begin: right after the last known one, as far as spacing can tell. */
function restFrom(report: ReportedMiss, known: readonly Slot[], rest: number): number {
  const last = known.at(-1)?.instantMs;
  if (last === undefined || last >= report.toMs) return report.fromMs;
  return Math.round(last + (report.toMs - last) / rest);
}

/** What a report says beyond the slots that are known; undefined when they are all. */
function restOf(report: ReportedMiss, known: readonly Slot[]): { fromMs: number; count?: number } | undefined {
  const total = report.count ?? (report.fromMs === report.toMs ? 1 : undefined);
  if (total === undefined) return known.length > 0 ? undefined : { fromMs: report.fromMs };
  const count = total - known.length;
  return count <= 0 ? undefined : { fromMs: restFrom(report, known, count), count };
}

function keepRest(book: Book, job: JobEntry, at: { report: ReportedMiss; known: readonly Slot[] }): void {
  const { report, known } = at;
  const owner = job.job.scope === "cluster" ? "" : report.instanceKey;
  const gapKey = gapKeyOf(job.job.id, report.fromMs, owner);
  const held = findSlot(book, job, { key: gapKey, instantMs: report.fromMs });
  const rest = restOf(report, known);
  if (rest === undefined) {
    if (held !== undefined) withdrawSlot(book, job, held);
    return;
  }
  const { toMs, cause } = report;
  const row = gapSlot(job.job, { instanceKey: owner, toMs, ...rest, cause, certain: true, nowMs: book.nowMs });
  // A single instant is a slot; everything else is the one gap of this report, whatever part of it is left.
  const next = row.untilMs === undefined ? row : { ...row, key: gapKey };
  if (held === undefined) keepSlot(book, job, next);
  else replaceRest(book, job, { held, next });
}

function replaceRest(book: Book, job: JobEntry, { held, next }: { held: Slot; next: Slot }): void {
  if (held.key !== next.key) withdrawSlot(book, job, held);
  else if (held.instantMs === next.instantMs && held.count === next.count) return;
  keepSlot(book, job, next);
}

/** A gap that was inferred from silence gives way to what the process itself says. */
function withdrawInferred(book: Book, job: JobEntry, report: ReportedMiss): void {
  for (const slot of job.slots.within(Number.NEGATIVE_INFINITY, report.toMs)) {
    const inferred = slot.untilMs !== undefined && slot.untilMs >= report.fromMs && slot.provisional;
    if (inferred && slot.state === "missed") withdrawSlot(book, job, slot);
  }
}

function apply(book: Book, job: JobEntry, report: ReportedMiss): void {
  withdrawInferred(book, job, report);
  const known = knownSlots(book, job, report);
  for (const slot of known) {
    const missed = missSlot(slot, { cause: report.cause, certain: true, nowMs: book.nowMs });
    if (missed !== slot) keepSlot(book, job, missed);
  }
  keepRest(book, job, { report, known: known.filter((slot) => !isMet(slot) || slot.late) });
}

/** Declarations that arrive after a report bring slots of which it speaks; the first one says what a slot of the job is. */
export function applyReportedMisses(book: Book, job: JobEntry, first: boolean): void {
  for (const report of job.job.reportedMisses ?? []) {
    const touched = job.slots.within(report.fromMs, report.toMs).some(({ state }) => state === "expected");
    if (first || touched) apply(book, job, report);
  }
}

/** The process saw slots pass without a start: certain, and counted as given. */
export function onMissed(book: Book, entry: InstanceEntry, event: SlotMissedEvent): void {
  const job = jobOf(book, entry.service, event);
  const { fromMs, toMs, count, cause } = event;
  const report: ReportedMiss = {
    instanceKey: entry.instance.key,
    fromMs,
    toMs,
    cause,
    ...(count !== undefined && { count }),
  };
  const others = (job.job.reportedMisses ?? []).filter((known) => !isSame(known, report));
  book.patchJob(job, { reportedMisses: [...others, report].slice(-MAX_REPORTED) });
  if (job.job.lastDeclaredMs !== undefined) apply(book, job, report);
}
