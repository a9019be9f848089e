import type { StoreReader } from "@jobscope/store";
import type { Job } from "@jobscope/tracker";

import { planScope } from "../../plan/plan-metrics.ts";
import type { AskedScope } from "../../plan/plan-metrics.ts";
import { askStore } from "./ask-store.ts";

/** The one job that a scope means; undefined where it means several, or none. */
export async function jobOfScope(reader: StoreReader, asked: AskedScope): Promise<Job | undefined> {
  const { jobId, ...names } = planScope(asked);
  if (jobId !== undefined) return (await askStore(() => reader.job(jobId, 0)))?.job;
  if (names.job === undefined) return undefined;
  const { items } = await askStore(() => reader.jobs({ ...names, runsPerJob: 0, limit: 2 }));
  return items.length === 1 ? items[0]?.job : undefined;
}
