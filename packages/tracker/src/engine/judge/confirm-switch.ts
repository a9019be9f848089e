import type { Declaration } from "../../model/job.ts";
import { isOpenSlot } from "../../slot/slot-verdict.ts";
import type { Book } from "../memory/book.ts";
import { liveDeclarers } from "../memory/declarers.ts";
import type { JobEntry } from "../memory/entries.ts";
import { withdrawSlot } from "../memory/keep-slot.ts";
import { retireJob } from "./retire.ts";

/** The process lived on for a minute after it paused or removed a job: it meant it. Nothing after that is owed. */
export function confirmSwitch(book: Book, job: JobEntry, declaration: Declaration): void {
  if (declaration.state === "active") return;
  const switchedMs = declaration.switchedMs ?? 0;
  const others = liveDeclarers(book, job).length > 0;
  for (const slot of job.slots.within(switchedMs, Number.POSITIVE_INFINITY)) {
    const owned = slot.instanceKey === declaration.instanceKey || (slot.instanceKey === "" && !others);
    // Also what was called missed before the switch arrived.
    if (owned && (isOpenSlot(slot) || slot.state === "unknown")) withdrawSlot(book, job, slot);
  }
  if (declaration.state === "removed" && !others) retireJob(book, job, { by: "removed", atMs: switchedMs });
}
