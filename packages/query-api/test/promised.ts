import type { StoreQueries, StoreReader } from "@jobscope/store";

/** As a read thread gives it: each answer a promise, each throw a rejection. */
export function promised(queries: StoreQueries): StoreReader {
  return {
    status: async (nowMs) => queries.status(nowMs),
    jobs: async (query) => queries.jobs(query),
    job: async (id, runs) => queries.job(id, runs),
    runs: async (query) => queries.runs(query),
    run: async (key) => queries.run(key),
    slots: async (query) => queries.slots(query),
    health: async () => queries.health(),
    alerts: async (query) => queries.alerts(query),
    alert: async (id) => queries.alert(id),
    silences: async (nowMs) => queries.silences(nowMs),
  };
}
