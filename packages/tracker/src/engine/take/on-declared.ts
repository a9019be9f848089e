import type { JobDeclaredEvent } from "../../model/job-event.ts";
import type { Declaration, Job } from "../../model/job.ts";
import type { Mutable } from "../../model/mutable.ts";
import { withDefined } from "../../model/with-defined.ts";
import { expectSlot } from "../../slot/new-slot.ts";
import { slotKeyOf } from "../../slot/slot-key.ts";
import { isOpenSlot } from "../../slot/slot-verdict.ts";
import { isDense, windowsOf } from "../../slot/slot-windows.ts";
import { holeBefore, spacingOf } from "../judge/infer-gap.ts";
import { reconcileOwed } from "../judge/reconcile-owed.ts";
import { unretire } from "../judge/retire.ts";
import type { Book } from "../memory/book.ts";
import type { InstanceEntry, JobEntry } from "../memory/entries.ts";
import { jobOf } from "../memory/job-of.ts";
import { armRun } from "../memory/keep-run.ts";
import { armSlot, findSlot, keepSlot, withdrawSlot } from "../memory/keep-slot.ts";
import type { Point } from "./declaration-order.ts";
import { isNewer, standing, switchPoint } from "./declaration-order.ts";
import { matchWaitingRuns } from "./match-run.ts";
import { applyReportedMisses } from "./on-missed.ts";

const MAX_EARLIER = 16;

const isSame = (a: Point, b: Point): boolean => a.sequence === b.sequence && a.declaredMs === b.declaredMs;

/** Declarations of this instance that are known, newest first. */
function pointsOf(declaration: Declaration | undefined): readonly Point[] {
  if (declaration === undefined || (declaration.sequence === 0 && declaration.declaredMs === 0)) return [];
  const { sequence, declaredMs, earlier = [] } = declaration;
  return [{ sequence, declaredMs }, ...earlier];
}

interface Ruling {
  readonly job: JobEntry;
  readonly entry: InstanceEntry;
  readonly event: JobDeclaredEvent;
  readonly point: Point;
  /** Instants after the declaration up to here are ruled by it. */
  readonly untilMs: number;
}

/** Numbers of different processes do not compare: what all of them owe goes by time. */
const numberIn = ({ job, point }: Ruling): number => (job.job.scope === "cluster" ? 0 : point.sequence);

const scopeKey = ({ job, entry }: Ruling): string => (job.job.scope === "cluster" ? "" : entry.instance.key);

/** An edited schedule withdraws the open slots that an earlier declaration had set. */
function withdrawEdited(book: Book, ruling: Ruling, kept: ReadonlySet<number>): void {
  const { job, point, untilMs } = ruling;
  const owner = scopeKey(ruling);
  const own = { sequence: numberIn(ruling), declaredMs: point.declaredMs };
  for (const slot of job.slots.ownedBy(owner, point.declaredMs + 1, untilMs)) {
    const earlier = isNewer(own, { sequence: slot.declaredSequence ?? 0, declaredMs: slot.declaredMs ?? 0 });
    const open = slot.state === "expected" || slot.state === "unknown" || (slot.state === "missed" && slot.provisional);
    if (open && slot.untilMs === undefined && earlier && !kept.has(slot.instantMs)) {
      withdrawSlot(book, job, slot);
    }
  }
}

function expect(book: Book, ruling: Ruling): void {
  const { job, event, point, untilMs } = ruling;
  const instanceKey = scopeKey(ruling);
  const own = { sequence: numberIn(ruling), declaredMs: point.declaredMs };
  const by = { instanceKey, declaredMs: point.declaredMs, declaredSequence: numberIn(ruling) };
  for (const window of windowsOf({ ...event, declaredMs: point.declaredMs })) {
    const { instantMs } = window;
    if (instantMs > untilMs || instantMs < point.declaredMs) continue;
    const key = slotKeyOf(job.job.id, instantMs, instanceKey);
    const held = findSlot(book, job, { key, instantMs });
    const slot = expectSlot(job.job, window, by);
    if (held === undefined) keepSlot(book, job, slot);
    else if (isNewer(own, { sequence: held.declaredSequence ?? 0, declaredMs: held.declaredMs ?? 0 })) {
      // Stands in the newer declaration now, and in its margins if nothing was judged by the old ones.
      const { startMarginMs, earlyToleranceMs } =
        held.state === "expected" || held.declaredMs === undefined ? slot : held;
      const { declaredSequence, declaredMs } = by;
      keepSlot(book, job, { ...held, startMarginMs, earlyToleranceMs, declaredSequence, declaredMs });
    }
  }
}

/** What the newest declaration of any instance says about the job itself. */
function describe(
  book: Book,
  job: JobEntry,
  at: { event: JobDeclaredEvent; entry: InstanceEntry; newest: boolean },
): void {
  const { event, entry, newest } = at;
  const firstDeclaredMs = Math.min(event.timeMs, job.job.firstDeclaredMs ?? Number.POSITIVE_INFINITY);
  // Of one instance the newest by number, for its clock may be set back.
  const own = job.job.lastDeclarer === entry.instance.key;
  if (own ? !newest : event.timeMs < (job.job.lastDeclaredMs ?? 0)) {
    if (firstDeclaredMs !== job.job.firstDeclaredMs) book.patchJob(job, { firstDeclaredMs });
    return;
  }
  const {
    group: _g,
    owner: _o,
    startMarginMs: _s,
    earlyToleranceMs: _e,
    maxRuntimeMs: _m,
    finishByMs: _f,
    ...kept
  } = job.job;
  const { group, owner, startMarginMs, earlyToleranceMs, maxRuntimeMs, finishByMs } = event;
  const next: Mutable<Job> = withDefined(kept, {
    group,
    owner,
    startMarginMs,
    earlyToleranceMs,
    maxRuntimeMs,
    finishByMs,
  });
  next.systemName = event.systemName;
  next.criticality = event.criticality;
  next.scope = event.scope;
  next.schedule = event.schedule;
  next.spansOnly = false;
  next.lastDeclarer = entry.instance.key;
  next.lastDeclaredMs = event.timeMs;
  next.firstDeclaredMs = firstDeclaredMs;
  job.job = { ...next, ...spacingOf(job.job, event) };
  book.touchJob(job);
}

function nextDeclaration(ruling: Ruling, held: Declaration | undefined, newest: boolean): Declaration {
  const { job, entry, event, point } = ruling;
  const points = [...pointsOf(held), point].toSorted((a, b) => (isNewer(a, b) ? -1 : 1));
  const [first = point, ...earlier] = points;
  const switchedBefore = held?.switchedMs !== undefined && isNewer(point, switchPoint(held));
  // Registered again after its removal; a pause outlives a declaration.
  const state = held === undefined || (switchedBefore && held.state === "removed") ? "active" : held.state;
  const latest = newest || held === undefined ? event : held;
  const base: Declaration = {
    jobId: job.job.id,
    instanceKey: entry.instance.key,
    declaredMs: first.declaredMs,
    sequence: first.sequence,
    state,
    schedule: latest.schedule,
    nextTimesMs: latest.nextTimesMs,
    firstDeclaredMs: Math.min(...points.map(({ declaredMs }) => declaredMs)),
    earlier: earlier.slice(0, MAX_EARLIER),
    processStartMs: entry.instance.processStartMs,
  };
  const { switchedMs, switchedSequence, hole } = held ?? {};
  return withDefined(base, { switchedMs, switchedSequence, hole });
}

function setSlots(book: Book, ruling: Ruling, declaration: Declaration): void {
  const dense = isDense(ruling.event.nextTimesMs);
  withdrawEdited(book, ruling, dense ? new Set() : new Set(ruling.event.nextTimesMs));
  if (dense || ruling.job.job.retiredMs !== undefined) return;
  const off = declaration.state === "active" ? Number.POSITIVE_INFINITY : (declaration.switchedMs ?? 0);
  expect(book, { ...ruling, untilMs: Math.min(ruling.untilMs, off) });
}

export function onDeclared(book: Book, entry: InstanceEntry, event: JobDeclaredEvent): void {
  const job = jobOf(book, entry.service, event);
  const point: Point = { sequence: event.sequence ?? 0, declaredMs: event.timeMs };
  const held = standing(job.declarations.get(entry.instance.key), entry, point);
  const points = pointsOf(held);
  if (points.some((known) => isSame(known, point))) return;
  const newer = points.filter((known) => isNewer(known, point)).at(-1);
  const previous = job.job;
  const hole = newer === undefined ? holeBefore(book, job, { entry, event, held }) : undefined;
  describe(book, job, { event, entry, newest: newer === undefined });
  if (previous.maxRuntimeMs !== job.job.maxRuntimeMs || previous.finishByMs !== job.job.finishByMs) armRuns(book, job);
  if (previous.scope !== job.job.scope) withdrawOpen(book, job);
  const untilMs = newer?.declaredMs ?? Number.POSITIVE_INFINITY;
  const ruling: Ruling = { job, entry, event, point, untilMs };
  const declaration = nextDeclaration(ruling, held, newer === undefined);
  book.setDeclaration(job, hole === undefined ? declaration : { ...declaration, hole });
  unretire(book, job, declaration);
  setSlots(book, ruling, declaration);
  if (declaration.processStartMs !== held?.processStartMs) armOwn(book, ruling);
  applyReportedMisses(book, job, previous.lastDeclaredMs === undefined);
  reconcileOwed(book, job);
  matchWaitingRuns(book, job);
}

/** Runs that began before their limits were known. */
function armRuns(book: Book, job: JobEntry): void {
  for (const key of job.openRuns) {
    const run = book.openRuns.get(key);
    const entry = run === undefined ? undefined : book.instances.get(run.instanceKey);
    if (run !== undefined && entry !== undefined) armRun(book, run, { entry, job });
  }
}

/** Slots of an earlier process under the same instance id, whose time came before this one declared anew. */
function armOwn(book: Book, { job, entry, point }: Ruling): void {
  for (const slot of job.slots.ownedBy(entry.instance.key, undefined, point.declaredMs)) {
    if (isOpenSlot(slot)) armSlot(book, job, slot);
  }
}

/** Slots of the other scope have other keys. */
function withdrawOpen(book: Book, job: JobEntry): void {
  for (const slot of job.slots.open()) if (slot.state === "expected") withdrawSlot(book, job, slot);
}
