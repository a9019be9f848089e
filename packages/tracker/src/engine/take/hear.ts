import type { ServiceId, ServiceIdentity } from "../../model/identity.ts";
import { idWithin } from "../../model/identity.ts";
import type { Instance } from "../../model/job.ts";
import type { Mutable } from "../../model/mutable.ts";
import type { TrackerInput } from "../../model/tracker.ts";
import { armLease, reviveInstance } from "../judge/depart.ts";
import type { Book } from "../memory/book.ts";
import type { InstanceEntry } from "../memory/entries.ts";

export interface Sender {
  readonly service: ServiceIdentity;
  readonly serviceId: ServiceId;
  readonly instanceId: string;
}

function newInstance(book: Book, sender: Sender): Instance {
  return {
    key: idWithin(sender.serviceId, sender.instanceId),
    serviceId: sender.serviceId,
    service: sender.service,
    instanceId: sender.instanceId,
    state: "live",
    stateSinceMs: book.nowMs,
    processStartMs: 0,
    firstReceivedMs: book.nowMs,
    lastReceivedMs: book.nowMs,
    feedMs: 0,
    heartbeatSequence: 0,
    heartbeatIntervalMs: 0,
    activeRunCount: 0,
    droppedRecords: 0,
    longestBlockMs: 0,
    clockSkewMs: 0,
  };
}

export function instanceOf(book: Book, sender: Sender): InstanceEntry {
  const service = book.serviceOf(sender.serviceId, sender.service);
  const known = service.instances.get(sender.instanceId);
  if (known !== undefined) return known;
  const entry = book.addInstance(service, newInstance(book, sender));
  armLease(book, entry);
  return entry;
}

/** Whether this record shows that an instance which we had given up lives. */
function provesLife(instance: Instance, input: TrackerInput): boolean {
  switch (instance.state) {
    case "live":
      return false;
    case "lapsed":
      return true;
    case "stopped":
      // What is flushed during a shutdown comes after the stop event; only a beat says that the process goes on.
      return input.kind === "job.process.heartbeat" && input.timeMs > (instance.stoppedMs ?? 0);
    case "dead":
      return input.kind === "job.process.heartbeat" && input.timeMs > (instance.foundDeadMs ?? 0);
  }
}

/**
 * The sender's newest time: by number, by receipt, or by the clock. Returns whether the number is known to be new: not
 * that of the first record we hear of an instance, which may be a repeat from before we forgot it, nor one from before
 * its process began anew.
 */
function noteTime(draft: Mutable<Instance>, input: TrackerInput): boolean {
  const { timeMs } = input;
  const sequence = input.kind === "sign_of_life" ? undefined : input.sequence;
  if (sequence === undefined) {
    // Newest by receipt where nothing else tells: a clock that was set back takes a foreign sender's time back.
    draft.lastEventMs = draft.heartbeatIntervalMs === 0 ? timeMs : Math.max(timeMs, draft.lastEventMs ?? timeMs);
    return false;
  }
  if (sequence <= (draft.lastSequence ?? -1)) return false;
  const fresh = draft.lastSequence !== undefined && timeMs >= draft.processStartMs;
  draft.lastSequence = sequence;
  if (input.kind === "job.run.start") {
    // It carries the time of the start and is sent later: behind newer times without any clock that was set back.
    draft.lastEventMs = Math.max(timeMs, draft.lastEventMs ?? timeMs);
    return fresh;
  }
  // Newest by number: a clock that was set back takes the instance's time back.
  draft.lastEventMs = timeMs;
  if (timeMs < draft.feedMs) draft.feedMs = timeMs;
  return fresh;
}

/**
 * A record of this instance arrived: its lease starts anew. Returns whether it is known to be newer, by number, than
 * all that its process sent before, and so cannot be a repeat.
 */
export function hear(book: Book, entry: InstanceEntry, input: TrackerInput): boolean {
  entry.receivedAt = book.monotonicMs;
  entry.heardAt = book.monotonicMs;
  if (entry.faded || provesLife(entry.instance, input)) reviveInstance(book, entry);
  const draft = book.draftInstance(entry);
  const { timeMs } = input;
  draft.lastReceivedMs = book.nowMs;
  draft.firstEventMs = Math.min(timeMs, draft.firstEventMs ?? timeMs);
  const fresh = noteTime(draft, input);
  if (draft.heartbeatIntervalMs === 0) book.fed.add(entry);
  return fresh;
}
