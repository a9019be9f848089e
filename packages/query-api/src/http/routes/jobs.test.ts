import type { AdminCommand, Principal } from "@jobscope/query-api";
import type { JobDetail, StoreReader } from "@jobscope/store";
import type { Declaration } from "@jobscope/tracker";
import { describe, expect, it } from "vitest";

import { serveApi } from "../../../test/api-server.ts";
import type { Answer, ApiServer } from "../../../test/api-server.ts";
import { memoryReader } from "../../../test/memory-reader.ts";
import { openSqliteWith, READERS } from "../../../test/readers.ts";
import { CLEANUP, DIGEST, FAILED, INVOICE, NOW } from "../../../test/samples.ts";
import { servedOver } from "../../../test/served-over.ts";

const path = (id: string): string => `jobs/${encodeURIComponent(id)}`;
const MINUTE = 60_000;

describe.each(READERS)("one job over %s", (_name, open) => {
  const api = servedOver(open);
  const get = async (id: string): Promise<Answer["json"]> => (await api.ask(path(id))).json;

  it("shows all starts to come in UTC and on the clock of its zone, each once", async () => {
    const { next_runs: next } = await get(INVOICE.id);
    expect(next).toEqual([
      {
        time: "2026-11-25T12:05:00.000Z",
        timezone: "America/Sao_Paulo",
        local_time: "2026-11-25T09:05:00-03:00",
      },
      {
        time: "2026-11-25T12:10:00.000Z",
        timezone: "America/Sao_Paulo",
        local_time: "2026-11-25T09:10:00-03:00",
      },
    ]);
  });

  it("shows how long it usually takes", async () => {
    const { baseline } = await get(INVOICE.id);
    expect(baseline.count).toBe(108);
    expect(baseline.average_seconds).toBeCloseTo(1.5, 3);
    for (const share of ["p50", "p90", "p95", "p99"]) {
      expect(Math.abs(baseline[`${share}_seconds`] - 1.5)).toBeLessThanOrEqual(0.15);
    }
    expect((await get(DIGEST.id)).baseline).toBeNull();
  });

  it("shows its last error, and its health with the reason", async () => {
    const job = await get(CLEANUP.id);
    expect(job).toMatchObject({ health: "failing", health_reason: "last run succeeded" });
    expect(job.last_error).toMatchObject({
      run_id: FAILED.key,
      state: "failure",
      time: new Date(FAILED.endMs!).toISOString(),
      error: { type: "TypeError", message_length: FAILED.errorMessage!.length },
    });
    expect((await api.ask(job.last_error.url)).json.id).toBe(FAILED.key);
    expect((await get(DIGEST.id)).last_error).toMatchObject({ state: "error", error: { type: "lost" } });
  });
});

/** The job `cleanup` as it is, with `fields` of its own. */
function readerOf(fields: Partial<JobDetail["job"]>, declarations: readonly Declaration[] = []): StoreReader {
  const reader = memoryReader();
  return {
    ...reader,
    async job(id, runs) {
      const found = await reader.job(id, runs);
      return found && { ...found, job: { ...found.job, ...fields }, declarations };
    },
  };
}

function declarationOf(
  instance: string,
  nextTimesMs: readonly number[],
  fields: Partial<Declaration> = {},
): Declaration {
  const { id: jobId, schedule } = CLEANUP;
  const instanceKey = `${CLEANUP.serviceId}~${instance}`;
  return { jobId, instanceKey, declaredMs: NOW, sequence: 1, state: "active", schedule, nextTimesMs, ...fields };
}

describe("next runs", () => {
  async function nextOf(
    fields: Partial<JobDetail["job"]>,
    declarations: readonly Declaration[],
  ): Promise<readonly string[]> {
    await using api = await serveApi({ reader: readerOf(fields, declarations) });
    return (await api.ask(path(CLEANUP.id))).json.next_runs.map(({ time }: Answer["json"]) => time);
  }
  const iso = (minutes: number): string => new Date(NOW + minutes * MINUTE).toISOString();
  const inMinutes = (...minutes: readonly number[]): readonly number[] => minutes.map((at) => NOW + at * MINUTE);

  it("are those of all processes, merged, at most twenty", async () => {
    const many = Array.from({ length: 30 }, (_, at) => at + 10);
    const next = await nextOf({}, [
      declarationOf("a", inMinutes(-5, 5, 1)),
      declarationOf("b", inMinutes(5, 3)),
      declarationOf("c", inMinutes(2), { state: "paused" }),
      declarationOf("d", inMinutes(4), { state: "removed" }),
      declarationOf("e", inMinutes(...many)),
    ]);
    expect(next).toHaveLength(20);
    expect(next.slice(0, 4)).toEqual([iso(1), iso(3), iso(5), iso(10)]);
  });

  it("are the next one of a job too dense for declarations, and none of a retired one", async () => {
    expect(await nextOf({ nextSlotMs: NOW + MINUTE }, [])).toEqual([iso(1)]);
    expect(await nextOf({ nextSlotMs: NOW - MINUTE }, [])).toEqual([]);
    expect(await nextOf({ retiredMs: NOW - MINUTE, nextSlotMs: NOW + MINUTE }, [])).toEqual([]);
  });
});

describe("DELETE", () => {
  const admin: Principal = { id: "key-1", role: "admin" };

  interface Retiring extends AsyncDisposable {
    readonly api: ApiServer;
    readonly commands: readonly AdminCommand[];
  }

  /** A core that does as it is told. */
  async function open(principal: Principal = admin, fields: Partial<JobDetail["job"]> = {}): Promise<Retiring> {
    const commands: AdminCommand[] = [];
    let now: Partial<JobDetail["job"]> = fields;
    const reader: StoreReader = { ...memoryReader(), job: (id, runs) => readerOf(now).job(id, runs) };
    const api = await serveApi({
      reader,
      authenticate: () => principal,
      admin: {
        async command(command) {
          commands.push(command);
          if (command.kind === "retire_job") now = { ...now, retiredMs: NOW, health: "retired" };
          return "done";
        },
      },
    });
    return { api, commands, [Symbol.asyncDispose]: () => api[Symbol.asyncDispose]() };
  }

  it("takes a job out of watch, with a line of the audit, and shows it as it is then", async () => {
    await using retiring = await open();
    const answer = await retiring.api.ask(path(CLEANUP.id), {
      method: "DELETE",
      json: { reason: "  not used any more " },
    });
    expect([answer.status, answer.json]).toMatchObject([
      200,
      { id: CLEANUP.id, health: "retired", retired_time: new Date(NOW).toISOString(), runs: [] },
    ]);
    expect(retiring.commands).toMatchObject([
      {
        kind: "retire_job",
        jobId: CLEANUP.id,
        reason: "not used any more",
        audit: {
          actor: "key-1",
          role: "admin",
          action: "jobs.retire",
          target: CLEANUP.id,
          outcome: "done",
          address: "127.0.0.0",
          requestId: answer.headers["x-request-id"],
          atMs: NOW,
        },
      },
    ]);
    const [command] = retiring.commands;
    // What somebody wrote may name people: it is not kept for as long as the audit.
    expect(command?.kind === "retire_job" && JSON.stringify(command.audit)).not.toContain("not used");
    const again = await retiring.api.ask(path(CLEANUP.id), { method: "DELETE" });
    expect([again.status, again.json.type]).toEqual([409, "urn:jobscope:problem:conflict"]);
    expect(retiring.commands).toHaveLength(1);
  });

  it("needs no body, and finds a job whose id was pasted without escaping", async () => {
    await using retiring = await open();
    expect((await retiring.api.ask(`jobs/${DIGEST.id}`, { method: "DELETE" })).status).toBe(200);
    expect(retiring.commands).toMatchObject([{ jobId: DIGEST.id, reason: "retired by an admin" }]);
  });

  it("knows only jobs that there are", async () => {
    await using retiring = await open();
    const answer = await retiring.api.ask("jobs/a~b~c~none", { method: "DELETE" });
    expect([answer.status, answer.json.type]).toEqual([404, "urn:jobscope:problem:not_found"]);
    expect(retiring.commands).toEqual([]);
  });

  it("that was tried in vain stands in the audit as that", async () => {
    await using retiring = await open();
    await retiring.api.ask("jobs/a~b~c~none", { method: "DELETE" });
    for (let time = 0; time < 3; time++) await retiring.api.ask(path(CLEANUP.id), { method: "DELETE" });
    // Whoever looks has what waits written first.
    await retiring.api.ask("audit");
    const failed = { actor: "key-1", role: "admin", action: "jobs.retire", outcome: "failed" };
    expect(retiring.commands.at(-1)).toMatchObject({
      kind: "audit",
      entries: [
        { ...failed, target: "a~b~c~none", detail: "There is no job with this id.", count: 1 },
        { ...failed, target: CLEANUP.id, count: 2 },
      ],
    });
  });

  it.each<readonly [unknown, string]>([
    [{ reason: "" }, "reason"],
    [{ reason: "   " }, "reason"],
    [{ reason: "x".repeat(501) }, "reason"],
    [{ reason: 1 }, "reason"],
    [{ why: "x" }, "why"],
  ])("refuses %j", async (json, parameter) => {
    await using retiring = await open();
    const answer = await retiring.api.ask(path(CLEANUP.id), { method: "DELETE", json });
    expect([answer.status, answer.json.parameter]).toEqual([400, parameter]);
    expect(retiring.commands).toEqual([]);
  });

  it.each<readonly [Principal["role"], Principal["scopes"], number]>([
    ["viewer", undefined, 403],
    ["operator", undefined, 403],
    ["admin", ["read"], 403],
    ["admin", ["jobs:write"], 200],
  ])("by %s with scopes %j answers %i", async (role, scopes, status) => {
    await using retiring = await open({ id: "k", role, ...(scopes && { scopes }) });
    expect((await retiring.api.ask(path(CLEANUP.id), { method: "DELETE" })).status).toBe(status);
  });

  it("says that nobody carries it out", async () => {
    const command = (): Promise<never> => Promise.reject(new Error("the core is gone"));
    await using api = await serveApi({ admin: { command } });
    const answer = await api.ask(path(CLEANUP.id), { method: "DELETE" });
    expect([answer.status, answer.json.type]).toEqual([503, "urn:jobscope:problem:core_unavailable"]);
  });
});

it("pages through jobs whose names are as long as names may be, and need escaping", async () => {
  const jobs = Array.from({ length: 3 }, (_, n) => {
    const name = `${String(n)}${"ü ".repeat(250)}`;
    const id = `${INVOICE.serviceId}~${encodeURIComponent(name)}`;
    return { ...INVOICE, id, name };
  });
  const { reader, close } = openSqliteWith((store) =>
    store.writeChanges(jobs.map((job) => ({ kind: "job", job, before: undefined }))),
  );
  try {
    await using api = await serveApi({ reader });
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const page: Answer = await api.ask(`jobs?limit=1${cursor === "" ? "" : `&cursor=${cursor}`}`);
      expect(page.status, page.text).toBe(200);
      seen.push(...page.json.items.map(({ name }: { readonly name: string }) => name));
      cursor = page.json.next_cursor;
    }
    expect(seen).toEqual(jobs.map(({ name }) => name));
  } finally {
    close();
  }
});
