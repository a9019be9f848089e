import type { JobView } from "../../series/outcome/job-view.ts";
import { type Subject, subjectOf } from "./evaluation-builder.ts";
import { jobAttributes, toLabels } from "./subject-labels.ts";

interface Named {
  readonly subject: Subject;
  readonly criticality: string;
}

// Every rule asks for the labels of every job; of all that is in them only the criticality can change.
const named = new WeakMap<JobView, Named>();

/** What alerts about the job are known by; the same object until it changes. */
export function subjectOfJob(job: JobView): Subject {
  const found = named.get(job);
  if (found?.criticality === job.criticality) return found.subject;
  const subject = subjectOf(toLabels(jobAttributes(job)));
  named.set(job, { subject, criticality: job.criticality });
  return subject;
}
