import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { DescribedApi } from "./support/described-api.ts";
import type { Operation, Seen } from "./support/described-api.ts";
import { filledMonitor } from "./support/monitor-with-data.ts";
import type { FilledMonitor } from "./support/monitor-with-data.ts";

const HOUR_MS = 3_600_000;
const inAnHour = new Date(Date.now() + HOUR_MS).toISOString();

/** What each operation takes that must be sent something. One without an entry here fails. */
const BODIES: Readonly<Record<string, unknown>> = {
  postAlertsSuppress: { matchers: [{ name: "job_name", value: "none" }], ends_time: inAnHour, comment: "a test" },
  postAlertsByIdSnooze: { until_time: inAnHour },
  postKeys: { name: "a test", role: "viewer" },
};

/** What must be asked for beside what is in the path. */
const QUERIES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  getExport: { type: "runs" },
};

/** Where the ids of a path come from, if not from the list before `{id}`. */
const LISTS: Readonly<Record<string, string>> = { "/alerts": "/alerts", "/traces": "/runs" };

/** First what only reads; last what takes things away. */
const ORDER = ["GET", "POST", "DELETE"];

let monitor: FilledMonitor;
let api: DescribedApi;
beforeAll(async () => {
  monitor = await filledMonitor();
  api = await DescribedApi.read(monitor.api);
});
afterAll(() => monitor[Symbol.asyncDispose]());

const byOrder = (a: Operation, b: Operation): number => ORDER.indexOf(a.method) - ORDER.indexOf(b.method);

async function idFor({ path }: Operation): Promise<string> {
  const [collection = ""] = path.split("/{id}");
  const list = api.operations.find(
    (other) => other.method === "GET" && other.path === (LISTS[collection] ?? collection),
  );
  if (list === undefined) throw new Error(`No list gives ids for ${path}: name one in LISTS.`);
  const { json } = await api.call(list);
  const { items } = json as { readonly items: readonly { readonly id: string; readonly trace_id?: string | null }[] };
  const id = collection === "/traces" ? items.find((item) => item.trace_id)?.trace_id : items.at(-1)?.id;
  if (id === undefined || id === null) throw new Error(`${list.path} has nothing to take an id for ${path} from.`);
  return id;
}

async function callWell(operation: Operation): Promise<Seen> {
  const { operationId, path, requestBody } = operation;
  const body = BODIES[operationId];
  if (requestBody?.required === true && body === undefined) throw new Error(`BODIES has nothing for ${operationId}.`);
  return api.call(operation, {
    ...(path.includes("{id}") && { id: await idFor(operation) }),
    ...(body !== undefined && { body }),
    query: QUERIES[operationId] ?? {},
  });
}

describe("on a monitor that took real telemetry", () => {
  it("every operation answers as it is described, with something to show", async () => {
    expect(api.operations.length).toBeGreaterThan(20);
    for (const operation of api.operations.toSorted(byOrder)) {
      const { status, json } = await callWell(operation);
      expect([operation.operationId, Math.floor(status / 100)]).toEqual([operation.operationId, 2]);
      const empty =
        typeof json === "object" &&
        json !== null &&
        "items" in json &&
        Array.isArray(json.items) &&
        json.items.length === 0;
      expect([operation.operationId, empty]).toEqual([operation.operationId, false]);
    }
  });

  it("every operation that takes a key refuses to answer without, and with a wrong one", async () => {
    for (const operation of api.operations.filter(({ security }) => security.length > 0)) {
      for (const key of [null, "jsk_wrong-0123456789-0123456789-01234"]) {
        const { status, type } = await api.call(operation, { id: "any", key });
        expect([operation.operationId, status, type]).toEqual([operation.operationId, 401, "application/problem+json"]);
      }
    }
  });

  it("every operation refuses a parameter that does not exist", async () => {
    for (const operation of api.operations.filter(({ security }) => security.length > 0)) {
      const { status } = await api.call(operation, { id: "any", query: { no_such_parameter: "1" } });
      expect([operation.operationId, status]).toEqual([operation.operationId, 400]);
    }
  });

  it("every operation on one thing says that there is none of that id", async () => {
    for (const operation of api.operations.filter(({ path }) => path.includes("{id}"))) {
      const body = BODIES[operation.operationId];
      const { status } = await api.call(operation, { id: "none~~none~none", ...(body !== undefined && { body }) });
      expect([operation.operationId, status]).toEqual([operation.operationId, 404]);
    }
  });

  it("every JSON answer to GET has an ETag, and 304 for who has it", async () => {
    const reads = api.operations.filter(({ method, responses }) => method === "GET" && responses["304"] !== undefined);
    expect(reads.length).toBeGreaterThan(10);
    for (const operation of reads.filter(({ path }) => !path.includes("{id}"))) {
      const query = QUERIES[operation.operationId] ?? {};
      const { headers } = await api.call(operation, { query });
      expect([operation.operationId, headers.get("etag")]).toEqual([
        operation.operationId,
        expect.stringMatching(/^W\//),
      ]);
      const { status } = await api.call(operation, { query, headers: { "if-none-match": "*" } });
      expect([operation.operationId, status]).toEqual([operation.operationId, 304]);
    }
  });
});
