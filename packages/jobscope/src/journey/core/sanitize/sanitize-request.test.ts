import type { DecodedRequest, LogRecord, MetricPoint, SpanRecord } from "@jobscope/otlp";
import { createSanitizer } from "@jobscope/sanitizer";
import { ATTR_SANITIZER_POLICY, EXEMPT_ATTRIBUTES } from "@jobscope/semconv";
import { describe, expect, it } from "vitest";

import type { IntakeStage } from "../intake.ts";
import { createRequestSanitizer } from "./sanitize-request.ts";

const CANARY = "canary.person@example.com";
const MASK = "[REDACTED:email]";

const stage = (policy: Parameters<typeof createSanitizer>[0] = "default"): IntakeStage =>
  createRequestSanitizer({
    sanitizer: createSanitizer(policy),
    knownPolicies: new Set(["default"]),
    exempt: EXEMPT_ATTRIBUTES,
    digest: (value) => `d${value.length}`,
  });

const scope = (policy?: string): LogRecord["scope"] => ({
  name: "someone",
  version: "1",
  attributes: policy === undefined ? {} : { [ATTR_SANITIZER_POLICY]: policy },
  schemaUrl: "",
});

const origin = (policy?: string) => ({ resource: { attributes: {}, schemaUrl: "" }, scope: scope(policy) });

const log = (part: Partial<LogRecord>, policy?: string): LogRecord => ({
  ...origin(policy),
  timeMs: 1,
  observedMs: 1,
  severityNumber: 9,
  severityText: "INFO",
  eventName: "",
  body: undefined,
  attributes: {},
  droppedAttributesCount: 0,
  traceId: "",
  spanId: "",
  flags: 0,
  ...part,
});

const span = (part: Partial<SpanRecord>): SpanRecord => ({
  ...origin(),
  traceId: "a".repeat(32),
  spanId: "b".repeat(16),
  parentSpanId: "",
  traceState: "",
  name: "run x",
  kind: 1,
  startMs: 1,
  endMs: 2,
  attributes: {},
  events: [],
  links: [],
  statusCode: 0,
  statusMessage: "",
  flags: 1,
  ...part,
});

const point = (attributes: MetricPoint["attributes"]): MetricPoint => ({
  ...origin(),
  kind: "sum",
  metric: { name: "m", description: CANARY, unit: "1", kind: "sum", temporality: 2, isMonotonic: true },
  attributes,
  startMs: 1,
  timeMs: 2,
  flags: 0,
  value: 3,
});

const rest = { rejected: 0, rejectedReason: "" };
const logs = (...records: LogRecord[]): DecodedRequest => ({ signal: "logs", records, ...rest });
const traces = (...records: SpanRecord[]): DecodedRequest => ({ signal: "traces", records, ...rest });
const metrics = (...records: MetricPoint[]): DecodedRequest => ({ signal: "metrics", records, ...rest });

function logOf(request: DecodedRequest): LogRecord {
  if (request.signal !== "logs" || request.records[0] === undefined) throw new Error("no log record");
  return request.records[0];
}

describe("records of scopes without a known policy", () => {
  it("loses what the policy forbids in every part of a log record", () => {
    const request = logs(
      log({
        body: { note: CANARY, deep: [{ password: "hunter2" }] },
        attributes: { note: CANARY, nested: { list: [CANARY] }, [CANARY]: 1 },
        eventName: `mail ${CANARY}`,
        severityText: CANARY,
        resource: { attributes: { "service.owner": CANARY }, schemaUrl: `https://schemas.example.com/${CANARY}` },
        scope: {
          name: CANARY,
          version: CANARY,
          attributes: { by: CANARY },
          schemaUrl: `https://schemas.example.com/${CANARY}`,
        },
      }),
    );
    const clean = stage()(request);
    expect(JSON.stringify(clean)).not.toMatch(/canary|hunter2/);
    expect(logOf(clean).attributes["note"]).toBe(MASK);
    // What was decoded is somebody else's: it stays as it was.
    expect(JSON.stringify(request)).toContain(CANARY);
  });

  it("loses it under names of the contract, where it is not what the contract says", () => {
    const attributes = {
      "job.run.trigger": CANARY,
      "job.run.attempt": "password=hunter2",
      "job.run.start_time": `at ${CANARY}`,
      "job.run.result": "success",
    };
    const clean = logOf(stage()(logs(log({ attributes })))).attributes;
    expect(Object.keys(clean).toSorted()).toEqual(Object.keys(attributes).toSorted());
    expect(JSON.stringify(clean)).not.toMatch(/canary|hunter2/);
    expect(clean["job.run.result"]).toBe("success");
    const removed = stage({ extends: "default", detectors: { email: "remove" } })(logs(log({ attributes })));
    expect(JSON.stringify(logOf(removed).attributes)).not.toContain("canary");
  });

  it("loses it in every part of a span", () => {
    const clean = stage()(
      traces(
        span({
          name: `send ${CANARY}`,
          traceState: `vendor=${CANARY}`,
          statusMessage: CANARY,
          attributes: { to: CANARY },
          events: [{ timeMs: 1, name: `to ${CANARY}`, attributes: { to: CANARY } }],
          links: [{ traceId: "", spanId: "", traceState: CANARY, attributes: { to: CANARY } }],
        }),
      ),
    );
    expect(JSON.stringify(clean)).not.toContain("canary");
  });

  it("keeps series of a metric apart that are masked alike", () => {
    const clean = stage()(metrics(point({ to: CANARY }), point({ to: `other.${CANARY}` }), point({ to: "plain" })));
    if (clean.signal !== "metrics") throw new Error("no points");
    expect(clean.records.map(({ attributes }) => attributes["to"])).toEqual([
      `${MASK}#d${CANARY.length}`,
      `${MASK}#d${CANARY.length + 6}`,
      "plain",
    ]);
    expect(JSON.stringify(clean)).not.toContain("canary");
  });

  it("keeps jobs and services apart that are masked alike", () => {
    const named = (name: string) =>
      log({
        attributes: { "job.name": name },
        resource: { attributes: { "service.name": name }, schemaUrl: "" },
      });
    const [one, other] = [CANARY, `other.${CANARY}`].map((name) => logOf(stage()(logs(named(name)))));
    expect(one?.attributes["job.name"]).not.toBe(other?.attributes["job.name"]);
    expect(one?.attributes["job.name"]).toMatch(/^\[REDACTED:email\]#/);
    expect(one?.resource.attributes["service.name"]).not.toBe(other?.resource.attributes["service.name"]);
    expect(logOf(stage()(logs(named("invoice.generate")))).attributes["job.name"]).toBe("invoice.generate");
  });

  it("leaves ids, instants and numbers of the contract as they are", () => {
    const attributes = {
      "job.run.id": "4111111111111111",
      "job.run.scheduled_time": "2026-11-25T10:00:00.000Z",
      "job.run.duration": 4_111_111_111_111_111,
      "log.record.uid": CANARY,
    };
    expect(logOf(stage()(logs(log({ attributes })))).attributes).toEqual(attributes);
  });

  it("sanitizes one resource once, and keeps it one", () => {
    const resource = { attributes: { "service.owner": CANARY }, schemaUrl: "" };
    const clean = stage()(logs(log({ resource }), log({ resource })));
    if (clean.signal !== "logs") throw new Error("no logs");
    expect(clean.records[0]?.resource).toBe(clean.records[1]?.resource);
  });

  it("drops records where the policy says so", () => {
    const clean = stage({ extends: "default", detectors: { email: "drop" } })(
      logs(log({ body: CANARY }), log({ body: "plain" }), log({ attributes: { to: CANARY } })),
    );
    expect(clean.records).toHaveLength(1);
  });
});

it("believes a scope that names a policy it knows, and no other", () => {
  const clean = stage();
  const known = logs(log({ body: CANARY }, "default"));
  expect(clean(known)).toBe(known);
  expect(logOf(clean(logs(log({ body: CANARY }, "whatever")))).body).toBe(MASK);
  const mixed = clean(logs(log({ body: CANARY }, "default"), log({ body: CANARY })));
  expect(mixed.records.map((record) => ("body" in record ? record.body : ""))).toEqual([CANARY, MASK]);
});
