import type { JobFacts } from "../../series/outcome/job-facts.ts";
import type { InstanceView, JobView } from "../../series/outcome/job-view.ts";

/** Scheduled jobs that this process was the last to declare and that should run: nobody else would start them. */
export function owedJobs({ owes }: InstanceView, facts: JobFacts): readonly JobView[] {
  const jobs: JobView[] = [];
  for (const id of owes) {
    const job = facts.job(id);
    if (job !== undefined && job.pausedSinceMs === undefined && job.retiredMs === undefined) jobs.push(job);
  }
  return jobs;
}
