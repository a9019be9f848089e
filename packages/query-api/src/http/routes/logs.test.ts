import type { LogRecord, SpanRecord } from "@jobscope/otlp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { serveApi } from "../../../test/api-server.ts";
import type { Answer, ApiServer } from "../../../test/api-server.ts";
import { openSqliteWith } from "../../../test/readers.ts";
import type { OpenReader } from "../../../test/readers.ts";
import { BILLING, INVOICE, jobOf, NOW, runOf } from "../../../test/samples.ts";
import type { LogHitResource } from "../../model/log-resource.ts";

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const resource = {
  attributes: {
    "service.name": BILLING.service,
    "service.namespace": BILLING.namespace,
    "deployment.environment.name": BILLING.environment,
  },
  schemaUrl: "",
};
const scope = { name: "test", version: "", attributes: {}, schemaUrl: "" };

function logOf(second: number, fields: Partial<LogRecord>): LogRecord {
  const timeMs = NOW + second * 1_000;
  const none = {
    eventName: "",
    body: undefined,
    attributes: {},
    droppedAttributesCount: 0,
    traceId: "",
    spanId: "",
    flags: 0,
  };
  return { resource, scope, timeMs, observedMs: timeMs, severityNumber: 9, severityText: "INFO", ...none, ...fields };
}

function spanOf(spanId: string, parentSpanId: string, fields: Partial<SpanRecord> = {}): SpanRecord {
  const none = {
    traceState: "",
    kind: 1,
    events: [],
    links: [],
    statusCode: 0,
    statusMessage: "",
    flags: 1,
    attributes: {},
  };
  const times = { startMs: NOW, endMs: NOW + 1_500 };
  return { resource, scope, traceId: TRACE, spanId, parentSpanId, name: spanId, ...none, ...times, ...fields };
}

const FIRST = runOf(INVOICE, 1, { state: "failure", attempt: 1, traceId: "" });
const RUN = runOf(INVOICE, 0, { traceId: TRACE, spanId: "b7ad6b7169203331", attempt: 2, previousRunId: FIRST.runId });
const ofRun = { "job.name": INVOICE.name, "job.run.id": RUN.runId };

const LOGS: readonly LogRecord[] = [
  logOf(0, { eventName: "job.run.start", attributes: { ...ofRun, "log.category": "jobs" } }),
  logOf(1, { body: "Sending 12 invoices", attributes: { ...ofRun, "log.category": "jobs" } }),
  logOf(2, { body: "connection refused", severityNumber: 17, severityText: "ERROR", traceId: TRACE }),
  logOf(3, { body: "nightly audit", attributes: { "log.category": "audit" } }),
  logOf(4, { body: "x".repeat(50_000), severityNumber: 5, attributes: { blob: "y".repeat(50_000), z: 1 } }),
];
const SPANS: readonly SpanRecord[] = [
  spanOf("b7ad6b7169203331", "", { name: "run invoice.generate", attributes: { "job.name": INVOICE.name } }),
  spanOf("00000000000000b2", "00000000000000a1", { startMs: NOW + 400, name: "POST" }),
  spanOf("00000000000000a1", "b7ad6b7169203331", {
    name: "charge",
    startMs: NOW + 250,
    endMs: NOW + 750,
    statusCode: 2,
    statusMessage: "card declined",
    attributes: { "job.step.name": "charge", "error.type": "CardError" },
  }),
];

const request = (signal: "logs", records: readonly LogRecord[]) => ({
  signal,
  records,
  rejected: 0,
  rejectedReason: "",
});
const changes = [
  { kind: "job", job: jobOf(BILLING, INVOICE.name), before: undefined } as const,
  ...[FIRST, RUN].map((run) => ({ kind: "run", run, before: undefined }) as const),
];

let api: ApiServer;
let opened: OpenReader;
beforeAll(async () => {
  opened = openSqliteWith((store) => {
    store.writeChanges(changes);
    store.writeRecords(request("logs", LOGS), NOW);
    store.writeRecords({ signal: "traces", records: SPANS, rejected: 0, rejectedReason: "" }, NOW);
  });
  api = await serveApi({ reader: opened.reader });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  opened.close();
});

async function get(path: string): Promise<Answer["json"]> {
  const answer = await api.ask(path);
  expect([path, answer.status, answer.status === 200 ? "" : answer.text]).toEqual([path, 200, ""]);
  return answer.json;
}

describe("logs", () => {
  const seconds = async (query: string): Promise<number[]> =>
    (await get(`logs?${query}`)).items.map(({ time }: LogHitResource) => (Date.parse(time) - NOW) / 1_000);

  it("come newest first, with service, job, run and category", async () => {
    expect(await seconds("")).toEqual([4, 3, 2, 1, 0]);
    const { items } = await get("logs?text=invoices");
    expect(items).toMatchObject([
      {
        time: "2026-11-25T12:00:01.000Z",
        severity_number: 9,
        severity_text: "INFO",
        category: "jobs",
        event_name: null,
        service: { environment: "production", namespace: "shop", name: "billing" },
        job_name: INVOICE.name,
        run_id: RUN.runId,
        body: "Sending 12 invoices",
        body_length: 19,
        body_truncated: false,
        attributes: { ...ofRun, "log.category": "jobs" },
        attributes_truncated: false,
        trace_id: null,
        span_id: null,
      },
    ]);
  });

  it.each([
    ["level=info", [3, 2, 1, 0]],
    ["level=error", [2]],
    ["level=fatal", []],
    ["category=audit,jobs", [3, 1, 0]],
    ["category=audit&category=errors", [3]],
    ["job=invoice.generate", [2, 1, 0]],
    [`job_id=${encodeURIComponent(INVOICE.id)}&level=error`, [2]],
    [`run=${encodeURIComponent(RUN.key)}`, [2, 1, 0]],
    [`run=${RUN.runId}`, [2, 1, 0]],
    [`run=${RUN.runId}&event=job.run.start`, [0]],
    [`trace_id=${TRACE.toUpperCase()}`, [2]],
    ["event=job.run.start", [0]],
    ["text=conn", [2]],
    ["text=REFUSED+connection", [2]],
    ["text=nothing+refused", []],
    ["service=billing&from=2026-11-25T12:00:02Z&to=2026-11-25T12:00:04Z", [3, 2]],
    ["service=other", []],
  ])("filter by %s", async (query, expected) => {
    expect(await seconds(query)).toEqual(expected);
  });

  it("page with a cursor", async () => {
    const seen: number[] = [];
    for (let cursor = ""; ;) {
      const body = await get(`logs?limit=2${cursor}`);
      seen.push(...body.items.map(({ time }: LogHitResource) => (Date.parse(time) - NOW) / 1_000));
      if (body.next_cursor === null) break;
      cursor = `&cursor=${encodeURIComponent(body.next_cursor)}`;
    }
    expect(seen).toEqual([4, 3, 2, 1, 0]);
  });

  it.each([
    ["level=loud", "level"],
    ["category=everything", "category"],
    ["trace_id=xyz", "trace_id"],
    ["text=***", "text"],
    [`text=${"a".repeat(501)}`, "text"],
    ["from=2026-11-25T12:00:00Z&to=2026-11-25T12:00:00Z", "to"],
    ["job_id=x", "job_id"],
    ["run=", "run"],
    ["cursor=abc", "cursor"],
  ])("refuse %s, naming the parameter and the fix", async (query, parameter) => {
    const { status, json } = await api.ask(`logs?${query}`);
    expect([status, json.parameter]).toEqual([400, parameter]);
    expect(json.fix).not.toBe("");
  });

  it.each(['"', "* OR NEAR(", "a\0b", "'; DROP TABLE logs; --", 'words:"x"', "NOT a", "😀 a", "\u0301a", "(a)", "a^2"])(
    "take %j as words",
    async (text) => {
      const { status } = await api.ask(`logs?text=${encodeURIComponent(text)}`);
      expect(status).toBe(/[a-z0-9]/i.test(text) ? 200 : 400);
    },
  );

  it("show cut what is fat, with its true length", async () => {
    const { items } = await get("logs?limit=1");
    expect(items[0]).toMatchObject({ body_length: 50_000, body_truncated: true, attributes_truncated: true });
    expect(Buffer.byteLength(JSON.stringify(items[0]))).toBeLessThan(9_000);
  });
});

it("lists a hundred fat records in less than a megabyte", async () => {
  const fat = Array.from({ length: 100 }, (_, n) =>
    logOf(n, {
      body:
        n % 2 === 0
          ? "\u0001é😀".repeat(13_000)
          : { text: "z".repeat(50_000), list: Array.from({ length: 500 }, () => "é") },
      attributes: Object.fromEntries(
        Array.from({ length: 60 }, (_unused, key) => [`${"k".repeat(300)}${key}`, "v\u0002".repeat(500)]),
      ),
    }),
  );
  const store = openSqliteWith((writer) => {
    writer.writeRecords(request("logs", fat), NOW);
  });
  await using server = await serveApi({ reader: store.reader });
  const { status, text, json } = await server.ask("logs?limit=100");
  expect([status, json.items.length]).toEqual([200, 100]);
  expect(Buffer.byteLength(text)).toBeLessThan(1_000_000);
  store.close();
});

describe("traces", () => {
  it("come as a waterfall shows them, with their runs", async () => {
    const trace = await get(`traces/${TRACE.toUpperCase()}`);
    expect(trace).toMatchObject({
      id: TRACE,
      start_time: "2026-11-25T12:00:00.000Z",
      end_time: "2026-11-25T12:00:01.500Z",
      duration_seconds: 1.5,
      spans_truncated: false,
      runs: [{ id: RUN.key }],
    });
    const drawn = trace.spans.map((span: { name: string; depth: number; offset_seconds: number; children: number }) => [
      span.depth,
      span.name,
      span.offset_seconds,
      span.children,
    ]);
    expect(drawn).toEqual([
      [0, "run invoice.generate", 0, 1],
      [1, "charge", 0.25, 1],
      [2, "POST", 0.4, 0],
    ]);
  });

  it.each(["none", "0".repeat(32), "%00", "..%2F"])("are 404 for %s", async (id) => {
    const { status, json } = await api.ask(`traces/${id}`);
    expect([status, json.status, json.fix]).toEqual([404, 404, expect.stringContaining("trace_id")]);
  });
});

describe("a run", () => {
  it("shows events apart from logs, steps, spans and the other attempts", async () => {
    const run = await get(`runs/${encodeURIComponent(RUN.key)}`);
    expect(run.events.map(({ event_name: name }: { event_name: string }) => name)).toEqual(["job.run.start"]);
    expect(run.logs.map(({ body }: { body: string }) => body)).toEqual(["Sending 12 invoices", "connection refused"]);
    expect(run.steps).toMatchObject([
      {
        name: "charge",
        parent_span_id: "b7ad6b7169203331",
        duration_seconds: 0.5,
        status: "error",
        error_type: "CardError",
        error_message: "card declined",
      },
    ]);
    expect(run.spans).toHaveLength(3);
    expect(run.attempts).toMatchObject([{ id: FIRST.key, attempt: 1, state: "failure" }]);
    const first = await get(run.attempts[0].url);
    expect(first.attempts).toMatchObject([{ id: RUN.key, attempt: 2 }]);
  });
});
