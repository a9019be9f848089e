import type { StoreReader } from "@jobscope/store";
import type { Job, JobHealth, RunState } from "@jobscope/tracker";

/** What the monitor knows of a job, for the program that schedules it. */
export interface JobInsight {
  /** As in the API. */
  readonly id: string;
  readonly name: string;
  readonly service: string;
  readonly health: JobHealth;
  /** For people: why the health is what it is. */
  readonly healthReason: string;
  /** Undefined where none is declared. */
  readonly nextRun?: Date;
  readonly lastStart?: Date;
  readonly lastSuccess?: Date;
  readonly consecutiveFailures: number;
  readonly running: number;
  /** Of all its runs that reported one, milliseconds; undefined where none did. */
  readonly averageDurationMs?: number;
  /** Runs by their state, those that were deleted since included. */
  readonly runs: Readonly<Partial<Record<RunState, number>>>;
}

/** Which job; the service is needed where two of them have a job of this name. */
export interface JobQuestion {
  readonly name: string;
  readonly service?: string;
}

/** What is known of a job; undefined where none has this name. Of several, the one that was heard of last. */
export async function askForJob(reader: StoreReader, { name, service }: JobQuestion): Promise<JobInsight | undefined> {
  const found = await reader.jobs({
    job: name,
    ...(service !== undefined && { service }),
    runsPerJob: 0,
    limit: MAX_NAMESAKES,
  });
  const [job] = found.items.map((item) => item.job).toSorted((a, b) => b.lastSeenMs - a.lastSeenMs);
  return job === undefined ? undefined : insightOf(reader, job);
}

const MAX_NAMESAKES = 100;

async function insightOf(reader: StoreReader, job: Job): Promise<JobInsight | undefined> {
  const detail = await reader.job(job.id, 0);
  if (detail === undefined) return undefined;
  const { byState, averageDurationMs } = detail.totals;
  return {
    id: job.id,
    name: job.name,
    service: job.service.service,
    health: job.health,
    healthReason: job.healthReason,
    ...(job.nextSlotMs !== undefined && { nextRun: new Date(job.nextSlotMs) }),
    ...(job.lastStartMs !== undefined && { lastStart: new Date(job.lastStartMs) }),
    ...(job.lastSuccessMs !== undefined && { lastSuccess: new Date(job.lastSuccessMs) }),
    consecutiveFailures: job.consecutiveFailures,
    running: job.runningCount,
    ...(averageDurationMs !== undefined && { averageDurationMs }),
    runs: byState,
  };
}
