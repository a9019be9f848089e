import type { CronerModule, CronModule, NodeCronModule, NodeScheduleModule } from "@jobscope/instrumentation";

import type { Act } from "./act.ts";
import { toFunction } from "./act.ts";

export type Library = "node-cron" | "cron" | "croner" | "node-schedule";

export interface ScheduledJob {
  readonly library: Library;
  readonly name: string;
  /** Six fields, the first one seconds. */
  readonly cron: string;
  readonly act: Act;
  /** The library's own option against overlapping runs, where it has one. */
  readonly noOverlap?: boolean;
  /** croner's `catch: true`. */
  readonly catchErrors?: boolean;
  /** node-cron: a file instead of a function. */
  readonly file?: string;
}

/** Instrumented exports, or bare ones: the same calls. */
export interface Libraries {
  readonly nodeCron: Pick<NodeCronModule, "schedule">;
  readonly cron: Pick<CronModule, "CronJob">;
  readonly croner: Pick<CronerModule, "Cron">;
  readonly nodeSchedule: Pick<NodeScheduleModule, "scheduleJob">;
}

/** Schedules as users of each library do. */
export function scheduleJobs(libraries: Libraries, jobs: readonly ScheduledJob[]): void {
  for (const job of jobs) scheduleJob(libraries, job);
}

function scheduleJob(libraries: Libraries, job: ScheduledJob): void {
  const { name, cron } = job;
  const run = toFunction(job.act);
  switch (job.library) {
    case "node-cron":
      libraries.nodeCron.schedule(cron, job.file ?? run, { name, ...(job.noOverlap === true && { noOverlap: true }) });
      break;
    case "cron":
      libraries.cron.CronJob.from({ name, cronTime: cron, onTick: () => run() as Promise<void>, start: true });
      break;
    case "croner": {
      const options = { name, protect: job.noOverlap === true, catch: job.catchErrors === true };
      new libraries.croner.Cron(cron, options, () => run());
      break;
    }
    case "node-schedule":
      libraries.nodeSchedule.scheduleJob(name, cron, () => run());
      break;
  }
}
