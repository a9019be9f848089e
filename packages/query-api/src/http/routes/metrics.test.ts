import type { StoreReader } from "@jobscope/store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { serveApi } from "../../../test/api-server.ts";
import type { Answer, ApiServer } from "../../../test/api-server.ts";
import { memoryReader } from "../../../test/memory-reader.ts";
import { READERS } from "../../../test/readers.ts";
import { CLEANUP, DIGEST, INVOICE, NOW } from "../../../test/samples.ts";
import { servedOver } from "../../../test/served-over.ts";
import { metricsSchema } from "../../model/metrics-resource.ts";

async function read(api: Pick<ApiServer, "ask">, query: string): Promise<Answer["json"]> {
  const answer = await api.ask(`metrics?${query}`);
  expect([query, answer.status, answer.status === 200 ? "" : answer.text]).toEqual([query, 200, ""]);
  expect(metricsSchema.parse(answer.json)).toEqual(answer.json);
  return answer.json;
}

const iso = (ms: number): string => new Date(ms).toISOString();
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe.each(READERS)("over %s", (_name, open) => {
  const api = servedOver(open);
  const get = (query: string): Promise<Answer["json"]> => read(api, query);

  describe("steps", () => {
    it("are five minutes of the last 24 hours unless somebody says otherwise", async () => {
      const body = await get("");
      expect(body).toMatchObject({
        from_time: "2026-11-24T12:00:00.000Z",
        to_time: "2026-11-25T12:00:00.000Z",
        step_seconds: 300,
        resolution: "minute",
        memory: null,
      });
      expect(body.runs.points).toHaveLength(288);
      expect(body.runs.points[0].time).toBe(body.from_time);
      expect(body.active).toHaveLength(288);
    });

    it.each([
      ["from=2026-11-25T11:00:00Z", 60, 60],
      ["from=2026-11-18T12:00:00Z", 3600, 168],
      ["from=2026-10-26T12:00:00Z", 10_800, 240],
      ["from=2025-11-25T12:00:00Z", 172_800, 184],
      ["from=2026-02-01&to=2026-02-10", 3600, 216],
    ])("of %s are %i s, which makes %i points", async (query, step, points) => {
      const body = await get(query);
      expect([body.step_seconds, body.runs.points.length]).toEqual([step, points]);
    });

    it.each(["1h", "3600", "60m", "3600s", "PT1H", "PT60M", "P0DT1H"])("may be said as %s", async (step) => {
      expect((await get(`step=${step}`)).step_seconds).toBe(3600);
    });

    it("begin at whole multiples of the step in UTC, around the range", async () => {
      expect(await get("from=2026-11-25T09:07:30Z&to=2026-11-25T10:01:00Z&step=15m")).toMatchObject({
        from_time: "2026-11-25T09:00:00.000Z",
        to_time: "2026-11-25T10:15:00.000Z",
      });
      const days = await get("from=2026-11-20T23:30:00-02:00&step=1d");
      expect([days.from_time, days.to_time]).toEqual(["2026-11-21T00:00:00.000Z", "2026-11-26T00:00:00.000Z"]);
    });

    it("are refused where they make too many points, with the smallest one that does not", async () => {
      const refused = await api.ask("metrics?from=2026-11-01&to=2026-11-25&step=1m");
      expect([refused.status, refused.json.parameter]).toEqual([400, "step"]);
      const step = /step=(\w+)/.exec(refused.json.fix)?.[1] ?? "";
      const shown = await get(`from=2026-11-01&to=2026-11-25&step=${step}`);
      expect(shown.runs.points.length).toBeLessThanOrEqual(1000);
      const finer = await api.ask(`metrics?from=2026-11-01&to=2026-11-25&step=${shown.step_seconds - 60}`);
      expect(finer.status).toBe(400);
    });

    it.each([
      ["step=0", "step"],
      ["step=90s", "step"],
      ["step=40d", "step"],
      ["step=P", "step"],
      ["step=PT", "step"],
      ["step=1y", "step"],
      ["step=-1h", "step"],
      ["from=2020-01-01", "from"],
      ["to=1969-01-01", "to"],
      ["from=9999-12-31", "from"],
      ["to=9999-12-31", "to"],
      ["from=2026-11-25&to=2026-11-25", "to"],
      ["include=run", "include"],
      ["include=", "include"],
      ["tz=UTC", "tz"],
    ])("and %s is refused", async (query, parameter) => {
      const answer = await api.ask(`metrics?${query}`);
      expect([answer.status, answer.json.parameter]).toEqual([400, parameter]);
      expect(answer.json.fix).not.toBe("");
    });
  });

  describe("runs", () => {
    it("are counted by result, with one definition of the failure rate", async () => {
      const { runs } = await get("job=invoice.generate");
      expect(runs.total.by_result).toEqual({
        success: 108,
        failure: 11,
        error: 0,
        timeout: 0,
        cancellation: 0,
        skip: 0,
      });
      expect(runs.total).toMatchObject({ ended: 119, started: 119 });
      expect(runs.total.failure_rate).toBeCloseTo(11 / 119, 9);
      const job = (await api.ask(`jobs/${encodeURIComponent(INVOICE.id)}`)).json;
      expect(runs.total.failure_rate).toBe(job.totals.failure_rate);
      expect(runs.total.runs_per_second).toBeCloseTo(119 / 86_400, 9);
      expect(runs.total.duration).toMatchObject({ count: 119, average_seconds: 1.5 });
      expect(Math.abs(runs.total.duration.p99_seconds - 1.5)).toBeLessThanOrEqual(0.15);
      const points: Answer["json"][] = runs.points;
      expect(sum(points.map(({ ended }) => ended))).toBe(119);
      expect(sum(points.map(({ by_result: { failure } }) => failure))).toBe(11);
      expect(points[0]).toMatchObject({ failure_rate: null, duration: null, average_delay_seconds: null, ended: 0 });
    });

    it("count as throughput of the time that has passed", async () => {
      const { runs } = await get("job=invoice.generate&from=2026-11-25T11:00:00Z&to=2026-11-25T13:00:00Z&step=1h");
      expect(runs.points[0].runs_per_second).toBeCloseTo(runs.points[0].ended / 3600, 9);
      expect(runs.points[1].runs_per_second).toBeNull();
    });

    it("under way are those at the end of each step", async () => {
      const { active, runs } = await get("job=invoice.generate&include=active&to=2026-11-25T12:10:00Z");
      expect(runs).toBeNull();
      expect(active.find(({ time }: Answer["json"]) => time === iso(NOW)).active).toBe(1);
      expect(active[0].active).toBe(0);
    });

    it("have a baseline where one job is meant", async () => {
      for (const query of ["job=invoice.generate", `job_id=${encodeURIComponent(INVOICE.id)}`]) {
        const { runs } = await get(query);
        expect(runs.baseline).toMatchObject({ count: 108, average_seconds: 1.5 });
        expect(Math.abs(runs.baseline.p50_seconds - 1.5)).toBeLessThanOrEqual(0.15);
        // As far back as it is kept, by whole days.
        expect(Date.parse(runs.baseline.since_time)).toBeLessThanOrEqual(NOW - 119 * 60_000);
      }
      expect((await get("service=billing")).runs.baseline).toBeNull();
      expect((await get(`job_id=${encodeURIComponent(DIGEST.id)}`)).runs.baseline).toBeNull();
      expect((await get("job_id=a~b~c~none")).runs).toMatchObject({ baseline: null, total: { ended: 0 } });
    });
  });
});

describe("steps that nobody asked for", () => {
  const day = 86_400_000;
  const reader: StoreReader = {
    ...memoryReader(),
    keptTimes: async () => ({
      runs: [
        { widthMs: 60_000, sinceMs: NOW - 7 * day },
        { widthMs: 3_600_000, sinceMs: NOW - 90 * day },
        { widthMs: day, sinceMs: NOW - 730 * day },
      ],
      metrics: [
        { widthMs: 60_000, sinceMs: NOW - 3 * day },
        { widthMs: 3_600_000, sinceMs: 0 },
      ],
    }),
  };

  it.each([
    ["", 300, 288],
    ["from=2026-11-18T12:05:00Z&to=2026-11-18T18:00:00Z", 120, 178],
    ["from=2026-11-18T12:00:00Z&to=2026-11-18T18:00:00Z", 120, 180],
    // The first step of two minutes would begin before the counts of minutes do.
    ["from=2026-11-18T11:59:00Z&to=2026-11-18T18:00:00Z", 3600, 7],
    ["from=2026-11-14&to=2026-11-15", 3600, 24],
    ["from=2026-02-01&to=2026-02-10", 86_400, 9],
    ["from=2024-06-01&to=2024-06-10", 86_400, 9],
    ["from=2026-11-14&to=2026-11-15&step=5m", 300, 288],
  ])("of %s are as long as what is left of the counts", async (query, step, points) => {
    await using api = await serveApi({ reader });
    const body = await read(api, query);
    expect([body.step_seconds, body.runs.points.length]).toEqual([step, points]);
  });

  it("are those of metrics where no runs are shown", async () => {
    await using api = await serveApi({ reader });
    const stepOf = async (query: string): Promise<unknown> => (await read(api, query)).step_seconds;
    expect(await stepOf("include=memory&from=2026-11-23&to=2026-11-24")).toBe(300);
    expect(await stepOf("include=memory&from=2026-11-20&to=2026-11-21")).toBe(3600);
    expect(await stepOf("include=memory,runs&from=2026-11-20&to=2026-11-21")).toBe(300);
  });
});

describe("what services report", () => {
  let api: ApiServer;
  beforeAll(async () => {
    api = await serveApi({ reader: memoryReader() });
  });
  afterAll(() => api[Symbol.asyncDispose]());
  const get = (query: string): Promise<Answer["json"]> => read(api, query);

  const LATER = iso(NOW - 300_000);

  it("is memory of each process by its fullest limit", async () => {
    const { memory } = await get("include=memory&service=billing");
    expect(memory.series).toHaveLength(1);
    expect(memory.series[0]).toMatchObject({ service: { name: "billing" }, instance_id: "i-1" });
    expect(memory.series[0].points).toEqual([
      {
        time: iso(NOW - 600_000),
        used_bytes: 100,
        used_bytes_max: 100,
        limit: null,
        limit_bytes: null,
        utilization: null,
        utilization_max: null,
      },
      {
        time: LATER,
        used_bytes: 120,
        used_bytes_max: 150,
        limit: "cgroup",
        limit_bytes: 160,
        utilization: 0.75,
        utilization_max: 0.96,
      },
    ]);
    expect((await get("include=memory")).memory.series).toHaveLength(2);
  });

  it("is that of its service for a job", async () => {
    for (const query of [`job_id=${encodeURIComponent(CLEANUP.id)}`, "job=cleanup&service=billing"]) {
      expect((await get(`include=memory&${query}`)).memory.series).toHaveLength(1);
    }
  });

  it("is utilization of worker pools, unknown once a pool is gone", async () => {
    const { workers } = await get("include=workers");
    expect(workers.series.map(({ pool, points }: Answer["json"]) => [pool, points[0]])).toEqual([
      ["invoices", { time: LATER, used: 3, used_max: 4, limit: 4, utilization: 0.75 }],
      ["gone", { time: LATER, used: 0, used_max: 0, limit: 0, utilization: null }],
    ]);
  });

  it("is mails of a service, its processes together", async () => {
    const { email } = await get("include=email");
    expect(email.series).toHaveLength(1);
    expect(email.series[0].points).toEqual([{ time: LATER, sends: 5, failures: 1, average_seconds: 0.44 }]);
  });

  it("is health of components, event loops and items", async () => {
    const body = await get("include=components,eventloop&include=items&job=invoice.generate");
    expect(body.components.series[0]).toMatchObject({ component: "database" });
    expect(body.components.series[0].points).toEqual([
      { time: iso(NOW - 600_000), healthy: 1, healthy_min: 0 },
      { time: LATER, healthy: 1, healthy_min: 1 },
    ]);
    expect(body.eventloop.series[0].points).toEqual([
      { time: LATER, utilization: 0.4, delay_mean_seconds: null, delay_p99_seconds: null, delay_max_seconds: 0.25 },
    ]);
    expect(body.items.series).toMatchObject([
      { job_name: "invoice.generate", outcome: "success", points: [{ time: LATER, items: 27 }] },
    ]);
    expect((await get("include=items&job=cleanup")).items.series).toEqual([]);
    expect(body.runs).toBeNull();
    expect(body.resolution).toBeNull();
  });
});
