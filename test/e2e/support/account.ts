import type { SlotResource } from "@jobscope/query-api";

import type { AdminApi } from "./admin-api.ts";

interface Work {
  readonly service: string;
  readonly job: string;
  /** The job starts at each multiple of it. */
  readonly periodSeconds: number;
}

export interface Account {
  /** Instants, in Unix seconds, between the first and the last run that are neither a run nor counted as missed. */
  readonly unaccounted: readonly number[];
  /** Instants counted as missed. */
  readonly missed: readonly number[];
}

/** What the API says became of each instant at which a job was due. */
export async function accountOf(api: AdminApi, { service, job, periodSeconds }: Work): Promise<Account> {
  const query = `service=${service}&job=${job}`;
  const [runs, slots] = await Promise.all([api.runs(query), api.slots(`${query}&state=missed`)]);
  const period = (time: string): number => Math.floor(Date.parse(time) / 1000 / periodSeconds);
  const started = new Set(runs.map((run) => period(run.scheduled_time ?? run.start_time ?? "")));
  const missed = slots.flatMap((slot: SlotResource) =>
    Array.from({ length: slot.count ?? 1 }, (_, index) => period(slot.time) + index),
  );
  const first = Math.min(...started);
  const due = Array.from({ length: Math.max(...started) - first + 1 }, (_, index) => first + index);
  const unaccounted = due.filter((instant) => !started.has(instant) && !missed.includes(instant));
  const seconds = (periods: readonly number[]): readonly number[] => periods.map((instant) => instant * periodSeconds);
  return { unaccounted: seconds(unaccounted), missed: seconds(missed) };
}
