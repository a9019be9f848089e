import type * as cron from "cron";
import type * as croner from "croner";
import type * as nodeCron from "node-cron";
import type * as nodeSchedule from "node-schedule";

import type { Act } from "./act.ts";
import { toFunction } from "./act.ts";

export type Library = "node-cron" | "cron" | "croner" | "node-schedule";

export interface ScheduledJob {
  readonly library: Library;
  readonly name: string;
  /** Six fields, the first one seconds. */
  readonly cron: string;
  readonly act: Act;
  /** Each call says `called <name>` on the output: what really happened, whoever counts it. */
  readonly tells?: boolean;
  /** The library's own option against overlapping runs, where it has one. */
  readonly noOverlap?: boolean;
  /** croner's `catch: true`. */
  readonly catchErrors?: boolean;
  /** node-cron: a file instead of a function. */
  readonly file?: string;
}

/** Instrumented exports, or bare ones: the same calls. */
export interface Libraries {
  readonly nodeCron: Pick<typeof nodeCron, "schedule">;
  readonly cron: Pick<typeof cron, "CronJob">;
  readonly croner: Pick<typeof croner, "Cron">;
  readonly nodeSchedule: Pick<typeof nodeSchedule, "scheduleJob">;
}

/** Schedules as users of each library do. */
export function scheduleJobs(libraries: Libraries, jobs: readonly ScheduledJob[]): void {
  for (const job of jobs) scheduleJob(libraries, job);
}

function scheduleJob(libraries: Libraries, job: ScheduledJob): void {
  const { name, cron: expression } = job;
  const act = toFunction(job.act) as () => Promise<void>;
  const run = (): Promise<void> => {
    if (job.tells === true) console.log(`called ${name}`);
    return act();
  };
  switch (job.library) {
    case "node-cron":
      libraries.nodeCron.schedule(expression, job.file ?? run, {
        name,
        ...(job.noOverlap === true && { noOverlap: true }),
      });
      break;
    case "cron":
      libraries.cron.CronJob.from({ name, cronTime: expression, onTick: () => run(), start: true });
      break;
    case "croner": {
      const options = { name, protect: job.noOverlap === true, catch: job.catchErrors === true };
      new libraries.croner.Cron(expression, options, () => run());
      break;
    }
    case "node-schedule":
      libraries.nodeSchedule.scheduleJob(name, expression, () => run());
      break;
  }
}
