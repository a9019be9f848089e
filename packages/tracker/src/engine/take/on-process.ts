import { addBlock } from "../../deadline/lease.ts";
import { addBeat, isClockSetForward } from "../../health/silences.ts";
import { idWithin } from "../../model/identity.ts";
import type { ProcessHeartbeatEvent, ProcessIdentity, ProcessStartEvent } from "../../model/job-event.ts";
import type { Instance } from "../../model/job.ts";
import { loseRun, reviveRun } from "../../run/lose-run.ts";
import { ruleOut } from "../../run/rule-out.ts";
import { armLease, loseRuns, markDead } from "../judge/depart.ts";
import { causeOfSilence, fillHoles, silenceAt } from "../judge/infer-gap.ts";
import { SETTLED_MS, beganMs } from "../judge/retire.ts";
import type { Book } from "../memory/book.ts";
import type { InstanceEntry, JobEntry } from "../memory/entries.ts";
import { keepRun, replaceRun } from "../memory/keep-run.ts";
import { keepSlot, withdrawSlot } from "../memory/keep-slot.ts";

/** Two readings of one process's start differ by less. */
const SAME_START_MS = 1_000;
/** A clock further off is flagged. */
const SKEW_FLAGGED_MS = 10 * 60_000;
/** Two beats in a row show the same skew, give or take: a backlog that drains does not. */
const SAME_SKEW_MS = 5_000;

const isStale = (instance: Instance, startMs: number): boolean =>
  startMs !== 0 && instance.processStartMs - startMs > SAME_START_MS;

/** A later process under the same configured instance id: the earlier one is dead. */
function beginIncarnation(book: Book, entry: InstanceEntry, startMs: number): void {
  const { instance } = entry;
  loseRuns(book, entry, { cause: "process_dead", certain: true, beganBeforeMs: startMs });
  if (instance.state !== "stopped" && instance.state !== "dead") {
    book.notice({ kind: "process_lost", serviceId: instance.serviceId, instanceKey: instance.key, certain: true });
  }
  const {
    stoppedMs,
    stoppedSequence: _sequence,
    foundDeadMs: _dead,
    certain: _certain,
    silenceNoticed: _noticed,
    lastSequence: _last,
    ...rest
  } = entry.instance;
  const gone = { fromMs: stoppedMs ?? instance.lastEventMs ?? startMs, toMs: startMs, blocked: false };
  book.setInstance(entry, {
    ...rest,
    state: "live",
    stateSinceMs: book.nowMs,
    processStartMs: startMs,
    incarnations: (instance.incarnations ?? 1) + 1,
    heartbeatSequence: 0,
    beats: [],
    silences: [...(instance.silences ?? []), gone].slice(-8),
  });
  for (const prefix of ["c|", "z|", "q|"]) book.clock.cancel(prefix + instance.key);
  for (const job of entry.jobs) book.touchJob(job);
}

function noteStart(book: Book, entry: InstanceEntry, event: ProcessStartEvent | ProcessHeartbeatEvent): void {
  const { processStartMs: startMs } = event;
  const known = entry.instance.processStartMs;
  if (startMs !== 0) {
    if (known === 0) book.patchInstance(entry, { processStartMs: startMs });
    // Without an instance id all processes of a service look like one.
    else if (startMs - known > SAME_START_MS && event.instanceId !== "") {
      beginIncarnation(book, entry, startMs);
      book.patchInstance(entry, {
        lastEventMs: event.timeMs,
        ...(event.sequence !== undefined && { lastSequence: event.sequence }),
      });
    }
  }
  if (event.process !== undefined) book.patchInstance(entry, { process: event.process });
}

/** Process ids compare only within one boot and one namespace. */
function sameHost(a: ProcessIdentity | undefined, b: ProcessIdentity | undefined): boolean {
  if (a === undefined || b === undefined) return true;
  return a.bootId === b.bootId && a.pidNamespace === b.pidNamespace;
}

/** A process found others of its service dead on its host. */
function buryDead(book: Book, entry: InstanceEntry, event: ProcessStartEvent): void {
  for (const instanceId of event.foundDead) {
    const dead = book.instances.get(idWithin(event.serviceId, instanceId));
    if (dead === undefined || dead === entry || dead.instance.state === "stopped") continue;
    const { lastEventMs = 0, process } = dead.instance;
    // What it sent since then shows that it lives.
    if (sameHost(process, event.process) && lastEventMs <= event.timeMs) markDead(book, dead, event.timeMs);
  }
}

export function onProcessStart(book: Book, entry: InstanceEntry, event: ProcessStartEvent): void {
  if (!isStale(entry.instance, event.processStartMs)) noteStart(book, entry, event);
  buryDead(book, entry, event);
}

const isSteady = (instance: Instance, skewMs: number): boolean =>
  instance.heartbeatSequence > 0 && Math.abs(skewMs - instance.clockSkewMs) < SAME_SKEW_MS;

function flagSkew(book: Book, entry: InstanceEntry, skewMs: number): void {
  const { instance } = entry;
  const off = Math.abs(skewMs) > SKEW_FLAGGED_MS;
  if (!off) {
    if (instance.skewNoticed === true) book.patchInstance(entry, { skewNoticed: false });
    return;
  }
  if (!isSteady(instance, skewMs) || instance.skewNoticed === true) return;
  book.patchInstance(entry, { skewNoticed: true });
  book.notice({ kind: "clock_skew", serviceId: instance.serviceId, instanceKey: instance.key, skewMs });
}

/** Compares the runs that we take to be running with those that the process says are. */
function compareActive(book: Book, entry: InstanceEntry, beat: ProcessHeartbeatEvent): void {
  if (beat.activeRunIds === undefined) return;
  const active = new Set(beat.activeRunIds);
  for (const key of entry.openRuns) {
    const run = book.openRuns.get(key);
    if (run?.state !== "running") continue;
    const verdict = ruleOut(run, beat, active);
    const lost = { cause: "telemetry_dropped", certain: true, nowMs: book.nowMs, endMs: beat.timeMs } as const;
    replaceRun(book, run, verdict.kind === "twice" ? loseRun(verdict.run, lost) : verdict.run);
  }
  reviveActive(book, entry, beat.activeRunIds);
}

/** A run that the process names as active is not lost, whatever we had concluded. */
function reviveActive(book: Book, entry: InstanceEntry, activeRunIds: readonly string[]): void {
  for (const runId of activeRunIds) {
    const key = book.runKeyOf(entry.instance.serviceId, runId);
    const held = book.openRuns.get(key) ?? book.closedRuns.get(key);
    const run = held ?? (entry.recheckActive ? book.options.archive.findRun(key) : undefined);
    if (run?.lostCause !== undefined) keepRun(book, run, reviveRun(run, book.nowMs, "process_heard"));
  }
  entry.recheckActive = false;
}

function takeNewest(book: Book, entry: InstanceEntry, event: ProcessHeartbeatEvent): void {
  const skewMs = event.timeMs - book.nowMs;
  flagSkew(book, entry, skewMs);
  book.patchInstance(entry, {
    feedMs: event.timeMs,
    heartbeatSequence: event.heartbeatSequence,
    heartbeatIntervalMs: event.intervalMs,
    activeRunCount: event.activeRunCount,
    droppedRecords: event.droppedRecords,
    longestBlockMs: event.longestBlockMs,
    clockSkewMs: skewMs,
    ...(entry.instance.heartbeatSequence > 0 && { skewSteady: isSteady(entry.instance, skewMs) }),
  });
  compareActive(book, entry, event);
  const settledMs = beganMs(entry.instance) + SETTLED_MS;
  if (event.timeMs < settledMs) book.armFeed(entry, "t|", settledMs);
  book.fed.add(entry);
}

/** A silence that becomes known after the verdict still explains it. */
function explainMisses(book: Book, entry: InstanceEntry, job: JobEntry): void {
  for (const slot of job.slots.ownedBy(entry.instance.key)) {
    if (!slot.provisional || slot.state !== "missed" || slot.missedCause !== "no_start") continue;
    const silence = silenceAt(entry.instance, slot.instantMs);
    if (silence === undefined) continue;
    if (silence.clockSet === true) withdrawSlot(book, job, slot);
    else keepSlot(book, job, { ...slot, missedCause: causeOfSilence(silence) });
  }
}

/** One beat covers all runs of its process. Newest by its number, never by its time. */
export function onHeartbeat(book: Book, entry: InstanceEntry, event: ProcessHeartbeatEvent): void {
  if (isStale(entry.instance, event.processStartMs)) return;
  noteStart(book, entry, event);
  const clockSet = isClockSetForward(entry.instance, event, book.nowMs);
  if (event.heartbeatSequence > entry.instance.heartbeatSequence || entry.instance.heartbeatIntervalMs === 0) {
    takeNewest(book, entry, event);
  }
  const { beats = [], silences = [], blocks = [] } = entry.instance;
  const next = addBeat({ beats, silences }, event, clockSet);
  const nextBlocks = addBlock(blocks, book.nowMs, event.longestBlockMs);
  if (nextBlocks !== blocks) book.patchInstance(entry, { blocks: nextBlocks });
  book.patchInstance(entry, { beats: next.beats });
  if (next.silences !== silences) {
    book.patchInstance(entry, { silences: next.silences });
    for (const job of entry.jobs) {
      fillHoles(book, job);
      explainMisses(book, entry, job);
    }
  }
  armLease(book, entry);
}
