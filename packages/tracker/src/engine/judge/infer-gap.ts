import type { JobSlotMissedCause } from "@jobscope/semconv";

import type { JobDeclaredEvent } from "../../model/job-event.ts";
import type { Declaration, DeclarationHole, Instance, Job, Silence } from "../../model/job.ts";
import type { Slot } from "../../model/slot.ts";
import { gapSlot } from "../../slot/new-slot.ts";
import { isOpenSlot } from "../../slot/slot-verdict.ts";
import { evenPeriodOf, isDense } from "../../slot/slot-windows.ts";
import type { Book } from "../memory/book.ts";
import type { InstanceEntry, JobEntry } from "../memory/entries.ts";
import { keepSlot, withdrawSlot } from "../memory/keep-slot.ts";

const DAY_MS = 86_400_000;

/**
 * How evenly the job's instants have been spaced, and since when. Without reading the expression this is all that tells
 * a job that runs every minute from one that does so during opening hours.
 */
export function spacingOf(job: Job, event: JobDeclaredEvent): Partial<Job> {
  const periodMs = evenPeriodOf(event.nextTimesMs);
  if (periodMs === undefined) return { evenPeriodMs: 0, evenSinceMs: event.timeMs };
  const first = event.nextTimesMs[0] ?? 0;
  const goesOn = job.evenPeriodMs === periodMs && first <= event.timeMs + periodMs;
  return { evenPeriodMs: periodMs, evenSinceMs: goesOn ? (job.evenSinceMs ?? event.timeMs) : event.timeMs };
}

const sameSchedule = (a: Declaration, b: JobDeclaredEvent): boolean =>
  a.schedule.type === b.schedule.type &&
  a.schedule.expression === b.schedule.expression &&
  a.schedule.timezone === b.schedule.timezone;

/** Even for a day before a gap within a day, or a week before a longer one: then the gap itself is even too. */
function isCounted(job: Job, hole: Omit<DeclarationHole, "counted">): boolean {
  if (job.schedule.type === "interval") return true;
  const lengthMs = hole.beforeMs - hole.afterMs;
  const steadyMs = hole.afterMs - (job.evenSinceMs ?? hole.afterMs);
  return steadyMs >= (lengthMs < DAY_MS ? DAY_MS : 7 * DAY_MS);
}

/** The declaration after which a hole may lie: this instance's own, or that of the one which declared the job last. */
function predecessor(
  job: JobEntry,
  at: { entry: InstanceEntry; held: Declaration | undefined },
): Declaration | undefined {
  if (at.held !== undefined) return at.held;
  const { lastDeclarer } = job.job;
  return lastDeclarer === undefined ? undefined : job.declarations.get(lastDeclarer);
}

/** Instants between the last declared one and a declaration that came too late for them. */
export function holeBefore(
  book: Book,
  job: JobEntry,
  at: { readonly entry: InstanceEntry; readonly event: JobDeclaredEvent; readonly held: Declaration | undefined },
): DeclarationHole | undefined {
  const { event } = at;
  const before = predecessor(job, at);
  if (before === undefined || !book.instances.has(before.instanceKey) || isDense(event.nextTimesMs)) return undefined;
  const periodMs = evenPeriodOf(event.nextTimesMs);
  const afterMs = before.nextTimesMs.at(-1);
  const beforeMs = event.nextTimesMs[0];
  if (periodMs === undefined || afterMs === undefined || beforeMs === undefined) return undefined;
  const even = evenPeriodOf(before.nextTimesMs) === periodMs && (beforeMs - afterMs) % periodMs === 0;
  if (!even || !sameSchedule(before, event)) return undefined;
  if (beforeMs <= afterMs + periodMs || beforeMs > event.timeMs + periodMs) return undefined;
  const hole = { ownerKey: before.instanceKey, afterMs, beforeMs, periodMs };
  return { ...hole, counted: isCounted(job.job, hole) };
}

/** Between which event times the owner of a hole certainly did not live. */
function silenceOf(owner: Instance, hole: DeclarationHole, declaration: Declaration): Silence | undefined {
  const firstMs = hole.afterMs + hole.periodMs;
  const lastMs = hole.beforeMs - hole.periodMs;
  if (owner.key !== declaration.instanceKey) {
    const gone = owner.state === "dead" || owner.state === "stopped" || owner.certain === true;
    const fromMs = owner.stoppedMs ?? owner.lastEventMs ?? Number.POSITIVE_INFINITY;
    return gone && fromMs < firstMs ? { fromMs, toMs: hole.beforeMs, blocked: false } : undefined;
  }
  return owner.silences?.find(
    ({ fromMs, toMs, clockSet }) => clockSet !== true && fromMs < firstMs && toMs >= lastMs - hole.periodMs,
  );
}

/** Why nothing started in a silence: the event loop was blocked, or the process was not running. */
export const causeOfSilence = (silence: Silence): JobSlotMissedCause =>
  silence.blocked ? "blocked_loop" : "not_running";

export function silenceAt(instance: Instance, instantMs: number): Silence | undefined {
  return instance.silences?.find(({ fromMs, toMs }) => fromMs < instantMs && instantMs < toMs);
}

/** Whether the clock passed over a part of the time in which the slot could be met. */
export function isJumped(instance: Instance, slot: Slot): boolean {
  const dueMs = slot.instantMs + slot.startMarginMs;
  return (
    instance.silences?.some(
      ({ fromMs, toMs, clockSet }) => clockSet === true && fromMs < dueMs && slot.instantMs < toMs,
    ) === true
  );
}

const overlaps = (job: Job, fromMs: number, toMs: number): boolean =>
  job.reportedMisses?.some((report) => report.fromMs <= toMs && report.toMs >= fromMs) === true;

/** One row for an outage: the instants that nobody declared, and the declared ones before them that nothing met. */
function fillHole(
  book: Book,
  job: JobEntry,
  at: { hole: DeclarationHole; owner: InstanceEntry; silence: Silence },
): void {
  const { hole, owner, silence } = at;
  const toMs = hole.beforeMs - hole.periodMs;
  const instanceKey = job.job.scope === "cluster" ? "" : owner.instance.key;
  // A clock that was set forth passes over instants that stand in slots already.
  const known = job.slots.ownedBy(instanceKey, hole.afterMs + 1, toMs).length > 0;
  if (known || overlaps(job.job, hole.afterMs + 1, toMs)) return;
  const orphans = job.slots
    .ownedBy(instanceKey, silence.fromMs, hole.afterMs)
    .filter((slot) => slot.untilMs === undefined && isOpenSlot(slot));
  for (const orphan of orphans) withdrawSlot(book, job, orphan);
  const fromMs = orphans[0]?.instantMs ?? hole.afterMs + hole.periodMs;
  const beyond = Math.round((toMs - hole.afterMs) / hole.periodMs);
  const count = hole.counted ? { count: orphans.length + beyond } : {};
  const cause = causeOfSilence(silence);
  keepSlot(
    book,
    job,
    gapSlot(job.job, { instanceKey, fromMs, toMs, ...count, cause, certain: false, nowMs: book.nowMs }),
  );
}

/** Fills the holes of a job whose owners are known to have been silent there; called whenever one may have become known. */
export function fillHoles(book: Book, job: JobEntry): void {
  for (const declaration of job.declarations.values()) {
    const { hole, ...rest } = declaration;
    const owner = hole === undefined ? undefined : book.instances.get(hole.ownerKey);
    if (hole === undefined || owner === undefined) continue;
    const silence = silenceOf(owner.instance, hole, declaration);
    if (silence === undefined) continue;
    book.setDeclaration(job, rest);
    fillHole(book, job, { hole, owner, silence });
  }
}
