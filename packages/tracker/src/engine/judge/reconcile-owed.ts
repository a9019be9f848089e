import type { InstanceKey } from "../../model/identity.ts";
import type { Slot } from "../../model/slot.ts";
import { makeSlotCertain, missSlot, reopenSlot } from "../../slot/slot-verdict.ts";
import type { Book } from "../memory/book.ts";
import type { Declarer } from "../memory/declarers.ts";
import {
  declarersOf,
  isActive,
  isCertainlyGone,
  isInDoubt,
  isLive,
  isLiveDeclarer,
  isNamed,
} from "../memory/declarers.ts";
import type { JobEntry } from "../memory/entries.ts";
import { armSlot, keepSlot, withdrawSlot } from "../memory/keep-slot.ts";
import { fillHoles } from "./infer-gap.ts";

/** Whether this instance lived at that event time and had declared the job by then. */
function livedAt({ declaration, entry }: Declarer, instantMs: number): boolean {
  const since = declaration.firstDeclaredMs ?? declaration.declaredMs;
  if (instantMs < since) return false;
  return entry.instance.state === "live" || instantMs <= (entry.instance.stoppedMs ?? entry.instance.lastEventMs ?? 0);
}

interface Owed {
  readonly job: JobEntry;
  readonly slot: Slot;
  readonly all: readonly Declarer[];
  readonly live: readonly Declarer[];
}

const miss = (book: Book, { job, slot }: Owed): void =>
  keepSlot(book, job, missSlot(slot, { cause: "not_running", certain: false, nowMs: book.nowMs }));

function reconcileClusterSlot(book: Book, owed: Owed): void {
  const { job, slot, all, live } = owed;
  if (!isNamed(live, slot.instantMs)) {
    withdrawSlot(book, job, slot);
    return;
  }
  if (live.some((declarer) => livedAt(declarer, slot.instantMs))) {
    const open = reopenSlot(slot, book.nowMs);
    if (open === slot) armSlot(book, job, slot);
    else keepSlot(book, job, open);
    return;
  }
  const lived = all.filter((declarer) => livedAt(declarer, slot.instantMs));
  // Nobody lived, or all that did have stopped in order since.
  if (lived.every(({ entry }) => entry.instance.state === "stopped")) miss(book, owed);
  else if (lived.every(({ entry }) => isCertainlyGone(entry))) keepSlot(book, job, makeSlotCertain(slot));
}

function reconcileOwnSlot(book: Book, owed: Owed, owner: Declarer): void {
  const { job, slot, all, live } = owed;
  const gone = isCertainlyGone(owner.entry) || !isLive(owner);
  const covered = live.some((declarer) => livedAt(declarer, slot.instantMs));
  if (livedAt(owner, slot.instantMs) && owner.entry.instance.state !== "live") {
    // It lived then and did not start it; whether it would have, only an orderly stop tells.
    if (covered && owner.entry.instance.state === "stopped") withdrawSlot(book, job, slot);
    else if (owner.entry.instance.state === "stopped") miss(book, owed);
    else if (gone && slot.state === "unknown") keepSlot(book, job, makeSlotCertain(slot));
    return;
  }
  const others = all.filter((declarer) => declarer !== owner && livedAt(declarer, slot.instantMs));
  if (others.length > 0) {
    // Each live instance owes its own run; one that did not live owes none.
    if (gone) withdrawSlot(book, job, slot);
    return;
  }
  miss(book, owed);
}

const isOwed = (slot: Slot): boolean =>
  slot.untilMs === undefined && (slot.state === "expected" || slot.state === "unknown");

function reconcileOwner(book: Book, owed: Omit<Owed, "slot">, ownerKey: InstanceKey): void {
  const { job } = owed;
  const declaration = job.declarations.get(ownerKey);
  const entry = book.instances.get(ownerKey);
  const owner = declaration === undefined || entry === undefined ? undefined : { declaration, entry };
  // A live one answers for itself, and one that may yet be heard too.
  if (owner !== undefined && (isLive(owner) || isInDoubt(owner.entry))) return;
  for (const slot of job.slots.ownedBy(ownerKey)) {
    if (!isOwed(slot)) continue;
    if (owner === undefined) withdrawSlot(book, job, slot);
    else reconcileOwnSlot(book, { ...owed, slot }, owner);
  }
}

function reconcileCluster(book: Book, owed: Omit<Owed, "slot">): void {
  if (owed.all.some((declarer) => isInDoubt(declarer.entry) && isActive(declarer))) return;
  for (const slot of owed.job.slots.ownedBy("")) if (isOwed(slot)) reconcileClusterSlot(book, { ...owed, slot });
}

/**
 * The job is declared again, or one of its declarers is known to be gone: what becomes of slots that nobody was there
 * for. A slot that fell while no instance lived is missed; what others owe themselves is no longer owed by the gone one.
 */
export function reconcileOwed(book: Book, job: JobEntry): void {
  const all = declarersOf(book, job);
  const live = all.filter(isLiveDeclarer);
  if (live.length === 0) return;
  fillHoles(book, job);
  for (const ownerKey of job.slots.owners()) {
    if (ownerKey === "") reconcileCluster(book, { job, all, live });
    else reconcileOwner(book, { job, all, live }, ownerKey);
  }
}
