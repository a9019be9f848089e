import { API_PREFIX } from "@jobscope/query-api";
import type { JobResource, RunResource, SlotResource } from "@jobscope/query-api";
import { describe, expect, it, onTestFinished } from "vitest";

import { serveApi } from "../../../test/api-server.ts";
import type { Answer } from "../../../test/api-server.ts";
import { openSqliteWith, READERS } from "../../../test/readers.ts";
import { CLEANUP, DIGEST, FAILED, FAT_MESSAGE, INVOICE, jobOf, LOST, runOf, RUNS } from "../../../test/samples.ts";
import { servedOver } from "../../../test/served-over.ts";

describe.each(READERS)("over %s", (_name, open) => {
  const api = servedOver(open);

  async function get(path: string): Promise<Answer["json"]> {
    const answer = await api.ask(path);
    expect({ path, status: answer.status, text: answer.status === 200 ? "" : answer.text }).toEqual({
      path,
      status: 200,
      text: "",
    });
    expect(answer.headers["content-type"]).toBe("application/json; charset=utf-8");
    return answer.json;
  }

  const names = (body: { readonly items: readonly JobResource[] }): readonly string[] =>
    body.items.map(({ name }) => name).toSorted();
  const runIds = (body: { readonly items: readonly RunResource[] }): readonly string[] =>
    body.items.map(({ id }) => id).toSorted();

  describe("jobs", () => {
    it("lists every job with its last ten runs, newest first", async () => {
      const body = await get("jobs");
      expect(names(body)).toEqual([CLEANUP.name, DIGEST.name, INVOICE.name].toSorted());
      expect(body.next_cursor).toBeNull();
      const invoice = body.items.find(({ id }: JobResource) => id === INVOICE.id);
      expect(invoice.runs).toHaveLength(10);
      const starts = invoice.runs.map(({ start_time }: RunResource) => start_time);
      expect(starts).toEqual(starts.toSorted().toReversed());
      expect(invoice.runs[0]).toMatchObject({ state: "running", end_time: null, duration_seconds: null });
    });

    it("says times in UTC, durations in seconds, and the next run in the zone of the job", async () => {
      const { items } = await get("jobs?job=invoice.generate");
      expect(items[0]).toMatchObject({
        service: { environment: "production", namespace: "shop", name: "billing" },
        criticality: "critical",
        owner: "finance",
        group: null,
        schedule: { type: "cron", expression: "*/5 * * * *", timezone: "America/Sao_Paulo" },
        next_run: {
          time: "2026-11-25T12:05:00.000Z",
          timezone: "America/Sao_Paulo",
          local_time: "2026-11-25T09:05:00-03:00",
        },
        last_success_time: "2026-11-25T11:58:00.000Z",
        last_failure_time: null,
        max_runtime_seconds: 7200,
        start_margin_seconds: null,
      });
    });

    it.each([
      ["service=billing", [CLEANUP, INVOICE]],
      ["environment=production&namespace=shop", [CLEANUP, INVOICE]],
      ["environment=", [DIGEST]],
      ["namespace=", [DIGEST]],
      ["job=cleanup", [CLEANUP]],
      ["health=failing,missing", [CLEANUP, DIGEST]],
      ["health=failing&health=healthy", [CLEANUP, INVOICE]],
      ["job=clean", []],
    ])("filters by %s", async (query, jobs) => {
      expect(names(await get(`jobs?${query}`))).toEqual(jobs.map(({ name }) => name).toSorted());
    });

    it("pages", async () => {
      const first = await get("jobs?limit=2&runs=0");
      const second = await get(`jobs?limit=2&runs=0&cursor=${encodeURIComponent(first.next_cursor)}`);
      expect([first.items.length, second.items.length]).toEqual([2, 1]);
      expect(second.next_cursor).toBeNull();
      expect(new Set([...names(first), ...names(second)]).size).toBe(3);
    });

    it("gives as many runs as asked for", async () => {
      for (const count of [0, 1, 100]) {
        const { items } = await get(`jobs?job=invoice.generate&runs=${count}`);
        expect(items[0].runs).toHaveLength(count);
      }
    });

    it("shows one job by its id and by its url, however odd its name", async () => {
      for (const job of [INVOICE, CLEANUP, DIGEST]) {
        const byId = await get(`jobs/${encodeURIComponent(job.id)}`);
        expect(byId.name).toBe(job.name);
        expect((await get(byId.url)).id).toBe(job.id);
      }
    });

    it("finds a job whose id was pasted without escaping", async () => {
      expect((await get(`jobs/${CLEANUP.id}`)).name).toBe("cleanup");
      expect((await get(`jobs/${DIGEST.id}`)).name).toBe(DIGEST.name);
    });

    it("adds totals, declarations and instances to one job", async () => {
      const job = await get(`jobs/${encodeURIComponent(INVOICE.id)}?runs=3`);
      expect(job.runs).toHaveLength(3);
      expect(job.totals.by_state).toMatchObject({ success: 108, failure: 11, timeout: 0, skip: 0 });
      expect(job.totals.failure_rate).toBeCloseTo(11 / 119, 6);
      expect(job.totals.average_duration_seconds).toBe(1.5);
      expect(job.declarations).toMatchObject([
        { instance_id: "i-1", state: "active", next_times: ["2026-11-25T12:05:00.000Z", "2026-11-25T12:10:00.000Z"] },
      ]);
      expect(job.instances).toMatchObject([{ instance_id: "i-1", state: "live", heartbeat_interval_seconds: 15 }]);
    });
  });

  describe("runs", () => {
    it("lists fifty by default, newest first", async () => {
      const body = await get("runs");
      expect(body.items).toHaveLength(50);
      expect(body.next_cursor).toEqual(expect.any(String));
      const starts = body.items.map(({ start_time }: RunResource) => start_time);
      expect(starts).toEqual(starts.toSorted().toReversed());
    });

    it("pages through every run exactly once", async () => {
      const seen: string[] = [];
      let cursor: string | null = "";
      for (let page = 0; cursor !== null && page < 20; page++) {
        const body: Answer["json"] = await get(
          `runs?limit=33${cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`}`,
        );
        seen.push(...runIds(body));
        cursor = body.next_cursor;
      }
      expect(seen).toHaveLength(RUNS.length);
      expect(new Set(seen)).toEqual(new Set(RUNS.map(({ key }) => key)));
    });

    it.each([
      ["result=failure", 12],
      ["result=failure,error", 13],
      ["result=failure&result=error", 13],
      ["state=running", 1],
      ["state=running,failure", 13],
      ["error_type=TimeoutError", 11],
      ["error_type=TimeoutError&service=billing&result=failure", 11],
      ["error_type=nothing", 0],
      ["service=billing&job=cleanup", 1],
      ["environment=", 1],
      ["from=2026-11-25T11:50:00Z&to=2026-11-25T11:55:00Z", 5],
      ["from=2026-11-25T12:50:00%2B01:00&to=2026-11-25T12:55:00+01:00", 5],
      ["from=2026-11-25T11:50Z", 11],
      ["to=2026-11-25T00:00:00Z", 0],
      ["from=2026-11-25", 122],
    ])("filters by %s", async (query, count) => {
      expect((await get(`runs?limit=1000&${query}`)).items).toHaveLength(count);
    });

    it("filters by the id of a job", async () => {
      const body = await get(`runs?job_id=${encodeURIComponent(DIGEST.id)}`);
      const pasted = await get(`runs?job_id=${DIGEST.id}`);
      expect(pasted).toEqual(body);
      expect(runIds(body)).toEqual([LOST.key]);
    });

    it("says what a verdict without report is", async () => {
      const body = await get("runs?result=error");
      expect(body.items[0]).toMatchObject({
        state: "error",
        provisional: true,
        lost_cause: "process_lost",
        error: { type: "lost", message: null, message_length: 0 },
        service: { environment: null, namespace: null, name: "mail/é" },
        instance_id: "i-1",
      });
    });

    it("cuts a fat error message in lists, between characters, and says how long it was", async () => {
      const { items } = await get("runs?job=cleanup");
      const { error } = items[0];
      expect(error.message.length).toBeLessThanOrEqual(300);
      expect(error.message.isWellFormed()).toBe(true);
      expect(error.message_length).toBeGreaterThan(error.message.length);
      expect(items[0]).not.toHaveProperty("error_stack");
    });

    it("finds a run by the id that its service knows it by", async () => {
      expect((await get(`runs/${encodeURIComponent(FAILED.runId)}`)).id).toBe(FAILED.key);
      expect((await api.ask(`runs/${FAILED.runId}x`)).status).toBe(404);
    });

    it("shows one run by its id and by its url, with stack and revisions", async () => {
      const run = await get(`runs/${encodeURIComponent(FAILED.key)}`);
      expect(run).toMatchObject({
        id: FAILED.key,
        duration_seconds: 1.5,
        timezone: "America/Sao_Paulo",
        error_stack: FAILED.errorStack,
        revisions: [{ from: "error", to: "failure", cause: "end event arrived" }],
        logs: [],
        logs_truncated: false,
        spans: [],
        spans_truncated: false,
      });
      expect(run.error.message.length).toBeLessThanOrEqual(16_384);
      expect(FAT_MESSAGE.startsWith(run.error.message)).toBe(true);
      expect((await get(run.url)).id).toBe(FAILED.key);
    });
  });

  describe("slots", () => {
    it("lists them with what became of them", async () => {
      const { items } = await get("slots");
      const states = items.map(({ state }: SlotResource) => state);
      expect(states.toSorted()).toEqual(["met", "missed", "missed"]);
    });

    it("starts a list without state and range at now, and shows what is to come to who asks for it", async () => {
      for (const query of ["state=expected", "from=2026-11-25T12:00:00Z", "to=2026-11-26"]) {
        const { items } = await get(`slots?limit=1&${query}`);
        expect(items[0].state).toBe("expected");
      }
      const first = await get("slots?limit=2&service=billing");
      expect(first.items[0].state).not.toBe("expected");
      expect((await get(`slots?limit=2&service=billing&cursor=${first.next_cursor}`)).items).toHaveLength(1);
    });

    it.each([
      ["state=missed", 2],
      ["state=met,expected", 2],
      ["job=cleanup", 1],
      ["state=missed&service=billing&job=invoice.generate", 1],
      ["from=2026-11-25T12:00:00Z", 1],
      ["to=2026-11-25T11:30:00Z", 1],
      ["state=duplicate", 0],
    ])("filters by %s", async (query, count) => {
      expect((await get(`slots?${query}`)).items).toHaveLength(count);
    });

    it("shows a gap as one row with its end and count", async () => {
      const { items } = await get("slots?job=cleanup");
      expect(items[0]).toMatchObject({
        time: "2026-11-25T11:00:00.000Z",
        until_time: "2026-11-25T11:30:00.000Z",
        count: 7,
        missed_cause: "not_running",
        provisional: true,
        run_id: null,
        start_margin_seconds: 60,
      });
    });

    it("names the run that met one", async () => {
      const { items } = await get("slots?state=met");
      expect(items[0]).toMatchObject({ late: true, count: 1, until_time: null });
      expect((await get(`runs/${encodeURIComponent(items[0].run_id)}`)).state).toBe("success");
    });
  });

  describe("overview", () => {
    it("counts jobs, runs and slots, naming states nobody is in", async () => {
      const status = await get("status");
      expect(status).toMatchObject({ status: "up", time: "2026-11-25T12:00:00.000Z", services: 2, live_instances: 2 });
      expect(status.jobs).toMatchObject({
        total: 3,
        by_health: { failing: 1, missing: 1, healthy: 1, late: 0, new: 0 },
      });
      expect(status.runs.running).toBe(1);
      const byState = { success: 108, failure: 12, error: 1, timeout: 0, cancellation: 0, skip: 0 };
      // Those running have not ended.
      expect(status.runs.last_24h.by_state).toEqual(byState);
      expect(status.slots.last_24h).toMatchObject({ missed: 8, met: 1, duplicate: 0 });
      expect(status.sequence).toBeGreaterThan(0);
    });

    it("shows components, store and instances in health", async () => {
      const health = await get("health");
      expect(health).toMatchObject({
        status: "up",
        components: [{ name: "core", status: "up", reason: null, since_time: null, details: {} }],
        instances_total: 2,
      });
      expect(health.store.bytes).toBeGreaterThan(0);
      expect(health.instances[0]).toMatchObject({ clock_skew_seconds: 0, longest_block_seconds: 0.25 });
    });
  });

  describe("cursors", () => {
    it("that were not given out are refused", async () => {
      for (const cursor of ["x", "AAAA", "%00", "9".repeat(1500)]) {
        const answer = await api.ask(`runs?cursor=${cursor}`);
        expect([cursor.slice(0, 4), answer.status, answer.json.parameter]).toEqual([cursor.slice(0, 4), 400, "cursor"]);
      }
      expect(api.failures).toEqual([]);
    });

    it("of another query are refused", async () => {
      const { next_cursor: cursor } = await get("runs?limit=5");
      const answer = await api.ask(`runs?limit=5&result=failure&cursor=${encodeURIComponent(cursor)}`);
      expect([answer.status, answer.json.parameter]).toEqual([400, "cursor"]);
    });
  });

  it("answers 404 for ids that are not there", async () => {
    for (const path of ["jobs/none", "jobs/a~b~c~d", "runs/a~b~c~d", "runs/%2e%2e%2fetc", `jobs/${"x".repeat(3000)}`]) {
      const answer = await api.ask(path);
      expect([path, answer.status, answer.json.type]).toEqual([path, 404, "urn:jobscope:problem:not_found"]);
    }
  });

  it("keeps an ETag for what did not change", async () => {
    const first = await api.ask("runs?limit=5");
    const etag = String(first.headers.etag);
    const second = await api.ask("runs?limit=5", { headers: { "if-none-match": etag } });
    expect([second.status, second.text]).toEqual([304, ""]);
    expect((await api.ask("runs?limit=6", { headers: { "if-none-match": etag } })).status).toBe(200);
    expect(first.headers["cache-control"]).toBe("private, no-cache");
  });

  it("gives paths below the prefix", async () => {
    const { items } = await get("runs?limit=1");
    expect(items[0].url.startsWith(`${API_PREFIX}/runs/`)).toBe(true);
  });
});

it("of two services with a run of one id the newest is found, and each by its whole id", async () => {
  const jobs = ["shop", "mail"].map((service) => jobOf({ environment: "", namespace: "", service }, "sync"));
  const runs = jobs.map((job) => runOf(job, 1));
  const { reader, close } = openSqliteWith((store) => {
    store.writeChanges([
      ...jobs.map((job) => ({ kind: "job", job, before: undefined }) as const),
      ...runs.map((run) => ({ kind: "run", run, before: undefined }) as const),
    ]);
  });
  onTestFinished(close);
  await using api = await serveApi({ reader });
  const found = async (id: string): Promise<unknown> => (await api.ask(`runs/${encodeURIComponent(id)}`)).json.id;
  const [older, newer] = runs.map(({ key }) => key);
  expect([await found(runs[0]!.runId), await found(older!), await found(newer!)]).toEqual([newer, older, newer]);
});
