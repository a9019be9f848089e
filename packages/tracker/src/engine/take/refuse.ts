import type { TrackerInput } from "../../model/tracker.ts";
import type { Book } from "../memory/book.ts";
import type { ServiceEntry } from "../memory/entries.ts";
import type { Sender } from "./hear.ts";

/** Why nothing of this sender is taken: a process that we do not know, when we know as many as we may. */
export function refuseInstance(book: Book, sender: Sender): string | undefined {
  if (book.instances.size < book.maxInstances) return undefined;
  if (book.services.get(sender.serviceId)?.instances.has(sender.instanceId) === true) return undefined;
  return (
    `process ${JSON.stringify(sender.instanceId)} is not watched: ${book.maxInstances} processes are already, the most ` +
    `there may be. Give each process one service.instance.id; one that ended leaves a day later`
  );
}

/** Why this event of a job is not taken: one that we do not know, when we know as many as we may. */
export function refuseJob(book: Book, service: ServiceEntry, input: TrackerInput): string | undefined {
  if (book.jobs.size < book.maxJobs || !("jobName" in input) || service.jobs.has(input.jobName)) return undefined;
  return (
    `job ${JSON.stringify(input.jobName)} is not watched: ${book.maxJobs} jobs are already, the most there may be. ` +
    `Name jobs for the work that they do, without ids or dates in the name`
  );
}
