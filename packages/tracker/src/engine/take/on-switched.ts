import type { JobSwitchedEvent } from "../../model/job-event.ts";
import type { Declaration } from "../../model/job.ts";
import type { Book } from "../memory/book.ts";
import { SHUTDOWN_MS } from "../memory/declarers.ts";
import type { InstanceEntry, JobEntry } from "../memory/entries.ts";
import { expectAgain } from "../memory/expect-again.ts";
import { jobOf } from "../memory/job-of.ts";
import { withdrawSlot } from "../memory/keep-slot.ts";
import type { Point } from "./declaration-order.ts";
import { isNewer, standing, switchPoint } from "./declaration-order.ts";
import { matchWaitingRuns } from "./match-run.ts";

const STATES = { "job.paused": "paused", "job.resumed": "active", "job.removed": "removed" } as const;

/** Something was switched whose declaration has not arrived. */
const undeclared = (job: JobEntry, { instance }: InstanceEntry): Declaration => ({
  jobId: job.job.id,
  instanceKey: instance.key,
  declaredMs: 0,
  sequence: 0,
  state: "active",
  schedule: job.job.schedule,
  nextTimesMs: [],
  processStartMs: instance.processStartMs,
});

/** Paused, resumed or removed. What stops owing is judged {@link SHUTDOWN_MS} later: it may be part of a shutdown. */
export function onSwitched(book: Book, entry: InstanceEntry, event: JobSwitchedEvent): void {
  const job = jobOf(book, entry.service, event);
  const point: Point = { sequence: event.sequence ?? 0, declaredMs: event.timeMs };
  const known = standing(job.declarations.get(entry.instance.key), entry, point);
  if (known?.switchedMs !== undefined && !isNewer(point, switchPoint(known))) return;
  const held = known ?? undeclared(job, entry);
  // Registered again since: the removal is history. A pause counts whatever was declared after it.
  const overtaken = event.kind === "job.removed" && isNewer(held, point);
  const state = overtaken ? "active" : STATES[event.kind];
  book.setDeclaration(job, { ...held, state, switchedMs: event.timeMs, switchedSequence: point.sequence });
  if (overtaken) return;
  if (state === "active") resume(book, { job, entry, event, pausedMs: held.switchedMs ?? event.timeMs });
  else book.armFeed(entry, `d|${job.job.id}`, event.timeMs + SHUTDOWN_MS);
}

/** What fell while it was paused is not owed; what the last declaration named after the resumption is owed again. */
function resume(
  book: Book,
  at: { job: JobEntry; entry: InstanceEntry; event: JobSwitchedEvent; pausedMs: number },
): void {
  const { job, entry, event, pausedMs } = at;
  const declaration = job.declarations.get(entry.instance.key);
  entry.feed.cancel(`d|${job.job.id}`);
  if (declaration === undefined) return;
  const owner = job.job.scope === "cluster" ? "" : entry.instance.key;
  for (const slot of job.slots.ownedBy(owner, pausedMs, event.timeMs)) {
    if (slot.state === "expected") withdrawSlot(book, job, slot);
  }
  expectAgain(book, job, { declaration, afterMs: event.timeMs });
  matchWaitingRuns(book, job);
}
