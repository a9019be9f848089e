import type { Run } from "@jobscope/tracker";
import { describe, expect, it } from "vitest";

import { serveApi } from "../../../test/api-server.ts";
import type { Answer, ApiServer } from "../../../test/api-server.ts";
import { openSqliteWith, READERS } from "../../../test/readers.ts";
import { CHANGES, CLEANUP, FAILED, FAT_MESSAGE, INVOICE, LOST, NOW, runOf } from "../../../test/samples.ts";
import { servedOver } from "../../../test/served-over.ts";
import type { ErrorResource } from "../../model/error-resource.ts";

async function read(api: Pick<ApiServer, "ask">, path: string): Promise<Answer["json"]> {
  const answer = await api.ask(path);
  expect([path, answer.status, answer.status === 200 ? "" : answer.text]).toEqual([path, 200, ""]);
  return answer.json;
}

const types = (body: { readonly items: readonly ErrorResource[] }): readonly (string | null)[] =>
  body.items.map(({ error_type: type }) => type);

describe.each(READERS)("errors over %s", (_name, open) => {
  const api = servedOver(open);
  const get = (path: string): Promise<Answer["json"]> => read(api, path);

  it("lists groups, last seen first, with what an admin asks first", async () => {
    const body = await get("errors");
    expect(types(body)).toEqual(["TimeoutError", "TypeError", "lost"]);
    expect(body.next_cursor).toBeNull();
    expect(body.items[0]).toMatchObject({
      service: { environment: "production", namespace: "shop", name: "billing" },
      source: "run",
      count: 11,
      jobs: 1,
      first_time: new Date(NOW - 110 * 60_000 + 1_500).toISOString(),
      last_time: new Date(NOW - 10 * 60_000 + 1_500).toISOString(),
      run_id: runOf(INVOICE, 10).key,
    });
    expect(body.items[0].trend).toHaveLength(24);
    expect(body.items[0].trend.reduce((sum: number, count: number) => sum + count)).toBe(11);
  });

  it.each([
    ["service=billing", ["TimeoutError", "TypeError"]],
    ["job=cleanup", ["TypeError"]],
    [`job_id=${encodeURIComponent(CLEANUP.id)}`, ["TypeError"]],
    ["error_type=lost", ["lost"]],
    ["source=run&environment=", ["lost"]],
    ["source=log", []],
    [`from=${new Date(NOW - 3_600_000).toISOString()}`, ["TimeoutError"]],
    [`to=${new Date(NOW - 7_200_000).toISOString()}`, ["TypeError", "lost"]],
  ])("filters by %s", async (query, expected) => {
    expect(types(await get(`errors?${query}`))).toEqual(expected);
  });

  it("pages", async () => {
    const first = await get("errors?limit=2");
    const second = await get(`errors?limit=2&cursor=${encodeURIComponent(first.next_cursor)}`);
    expect([...types(first), ...types(second)]).toEqual(["TimeoutError", "TypeError", "lost"]);
    expect(second.next_cursor).toBeNull();
    expect((await api.ask("errors?limit=2&cursor=x")).json).toMatchObject({ status: 400, parameter: "cursor" });
  });

  it("shows one by its url, with jobs, hours and runs", async () => {
    const { items } = await get("errors?error_type=TimeoutError");
    const detail = await get(items[0].url);
    expect(detail).toMatchObject({
      id: items[0].id,
      affected_jobs: [{ job_id: INVOICE.id, job_name: INVOICE.name, count: 11 }],
      stack: null,
    });
    expect(detail.hours.reduce((sum: number, { count }: { count: number }) => sum + count, 0)).toBe(11);
    expect(detail.runs).toHaveLength(11);
    expect(detail.runs[0].id).toBe(items[0].run_id);
    expect((await get(detail.affected_jobs[0].url)).name).toBe(INVOICE.name);
  });

  it("cuts messages and stacks and tells their true length", async () => {
    const { items } = await get("errors?error_type=TypeError");
    expect(items[0].message_length).toBe(FAT_MESSAGE.length);
    expect(items[0].message.length).toBeLessThanOrEqual(300);
    const detail = await get(items[0].url);
    expect(detail.message.length).toBeLessThanOrEqual(16_384);
    expect(detail).toMatchObject({ stack: FAILED.errorStack, stack_length: FAILED.errorStack?.length });
  });

  it("says where ids come from when there is none such", async () => {
    for (const id of ["none", "0".repeat(24), "%27%20OR%201=1", "..%2f..%2fetc", "é"]) {
      const { status, json } = await api.ask(`errors/${encodeURIComponent(id)}`);
      expect([status, json.fix]).toEqual([404, expect.stringContaining("GET errors")]);
    }
  });

  it("answers 304 to who has it already", async () => {
    const { headers } = await api.ask("errors");
    const again = await api.ask("errors", { headers: { "if-none-match": String(headers.etag) } });
    expect([again.status, again.text]).toEqual([304, ""]);
  });

  it("shows a lost run's group in its run's service", async () => {
    const { items } = await get("errors?error_type=lost");
    expect(items[0]).toMatchObject({ run_id: LOST.key, service: { name: "mail/é" } });
  });
});

it(
  "stays below a megabyte for a hundred groups of fat errors, some of three megabytes",
  { timeout: 60_000 },
  async () => {
    const fat = (number: number): Run =>
      runOf(CLEANUP, number, {
        state: "failure",
        errorType: `E${number}`,
        errorMessage: `${number} ${"\u0001é😀".repeat(number % 40 === 0 ? 750_000 : 6_000)}`,
        errorStack: `E: x\n${"    at é (/app/src/\u0001.js:1:1)\n".repeat(1_000)}`,
      });
    const opened = openSqliteWith((store) => {
      store.writeChanges([
        ...CHANGES,
        ...Array.from({ length: 100 }, (_, n) => ({ kind: "run", run: fat(n), before: undefined }) as const),
      ]);
    });
    await using api = await serveApi({ reader: opened.reader });
    const list = await api.ask("errors?limit=100");
    expect(list.json.items).toHaveLength(100);
    expect(Buffer.byteLength(list.text)).toBeLessThan(1_000_000);
    const detail = await api.ask(`errors/${list.json.items[0].id}`);
    expect(Buffer.byteLength(detail.text)).toBeLessThan(1_000_000);
    expect(detail.json.message_length).toBeGreaterThan(20_000);
    opened.close();
  },
);
