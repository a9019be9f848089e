import { idWithin } from "../../model/identity.ts";
import type { JobEvent, RunSpan } from "../../model/job-event.ts";
import type { Job } from "../../model/job.ts";
import type { Book } from "./book.ts";
import type { JobEntry, ServiceEntry } from "./entries.ts";

type OfJob = Extract<JobEvent | RunSpan, { readonly jobName: string }>;

function newJob(book: Book, service: ServiceEntry, input: OfJob): Job {
  return {
    id: idWithin(service.id, input.jobName),
    serviceId: service.id,
    service: service.service,
    name: input.jobName,
    systemName: input.systemName,
    criticality: ("criticality" in input ? input.criticality : undefined) ?? "normal",
    scope: "instance",
    schedule: { type: "none" },
    health: "new",
    healthReason: "",
    healthSinceMs: book.nowMs,
    firstSeenMs: book.nowMs,
    lastSeenMs: book.nowMs,
    consecutiveFailures: 0,
    runningCount: 0,
    recent: [],
  };
}

/** The job that an event speaks of, known from its first word on. */
export function jobOf(book: Book, service: ServiceEntry, input: OfJob): JobEntry {
  const known = service.jobs.get(input.jobName);
  if (known === undefined) {
    const entry = book.addJob(service, newJob(book, service, input));
    book.touchJob(entry);
    return entry;
  }
  book.touchJob(known).lastSeenMs = book.nowMs;
  return known;
}
