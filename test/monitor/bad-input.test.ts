import { connect } from "node:net";
import { gzipSync } from "node:zlib";

import { expect, it } from "vitest";

import { logsBody, resourceOf, runEnd, runIdOf } from "../support/job-events.ts";
import { configOf, dataDirectory, startMonitor } from "../support/monitors.ts";
import { post, type Post } from "../support/otlp-client.ts";
import { startLoad, storedRequests } from "./support/load.ts";

const SENDER = { service: "bad", instance: "bad-1" };
const GOOD = logsBody(SENDER, [runEnd({ job: "j", runId: runIdOf(1), startMs: 1_700_000_000_000 })]);

const nested = (depth: number): string =>
  `{"resourceLogs":[{"resource":${JSON.stringify(resourceOf(SENDER))},"scopeLogs":[{"logRecords":[{"body":${'{"arrayValue":{"values":['.repeat(depth)}{"intValue":"1"}${"]}}".repeat(depth)}}]}]}]}`;

const BOMB = gzipSync(Buffer.alloc(80 * 1024 * 1024, 0x20));

interface Bad extends Post {
  readonly name: string;
  readonly statuses: readonly number[];
  /** What the answer must speak of. */
  readonly says?: RegExp;
}

const BAD: readonly Bad[] = [
  { name: "no JSON", body: "{", statuses: [400] },
  { name: "truncated JSON", body: GOOD.slice(0, GOOD.length / 2), statuses: [400] },
  {
    name: "an enum by name",
    body: GOOD.replace('"severityNumber":9', '"severityNumber":"INFO"'),
    statuses: [400],
    says: /severityNumber/,
  },
  {
    name: "a {low,high} time",
    body: GOOD.replace(/"timeUnixNano":"\d+"/, '"timeUnixNano":{"low":1,"high":2}'),
    statuses: [400],
    says: /timeUnixNano/,
  },
  {
    name: "truncated protobuf",
    body: Buffer.from([0x0a, 0xff, 0x01, 0x02]),
    headers: { "content-type": "application/x-protobuf" },
    statuses: [400],
  },
  {
    name: "protobuf of wire type 7",
    body: Buffer.from([0x0f]),
    headers: { "content-type": "application/x-protobuf" },
    statuses: [400],
  },
  {
    name: "JSON said to be protobuf",
    body: GOOD,
    headers: { "content-type": "application/x-protobuf" },
    statuses: [400],
  },
  { name: "broken gzip", body: Buffer.from("no gzip"), headers: { "content-encoding": "gzip" }, statuses: [400] },
  {
    name: "truncated gzip",
    body: gzipSync(GOOD).subarray(0, 40),
    headers: { "content-encoding": "gzip" },
    statuses: [400],
  },
  {
    name: "a compression bomb",
    body: BOMB,
    headers: { "content-encoding": "gzip" },
    statuses: [413],
    says: /64|67108864|larger/,
  },
  { name: "another content type", body: GOOD, headers: { "content-type": "text/plain" }, statuses: [415] },
  { name: "another encoding", body: GOOD, headers: { "content-encoding": "br" }, statuses: [400, 415] },
  { name: "an unknown path", path: "/v1/nothing", body: GOOD, statuses: [404] },
  { name: "a page's request", body: GOOD, headers: { origin: "http://evil.example" }, statuses: [403] },
  { name: "a foreign Host", body: GOOD, headers: { host: "evil.example" }, statuses: [403, 421] },
];

it(
  "answers bad requests with the right 4xx while good ones go on, and stores nothing of them",
  { timeout: 60_000 },
  async () => {
    const data = dataDirectory();
    const monitor = await startMonitor(configOf(data));
    const load = startLoad(monitor.otlpAddress, { requestsPerSecond: 20, atMs: Date.now() });
    for (const { name, statuses, says, ...request } of BAD) {
      const answer = await post(monitor.otlpAddress, request);
      expect(statuses, `${name}: ${answer.status} ${answer.text}`).toContain(answer.status);
      if (says !== undefined) expect(answer.text).toMatch(says);
    }
    // Depth is bounded per value: the request is taken, what lies too deep is said to be left out.
    const deep = await post(monitor.otlpAddress, { body: nested(5_000) });
    expect([200, 400]).toContain(deep.status);
    if (deep.status === 200) expect(deep.text).toContain("partialSuccess");
    await load.stop();
    expect([...load.statuses.keys()]).toEqual([200]);
    expect(monitor.health()).toMatchObject({ status: "up" });
    await monitor.stop();
    const stored = storedRequests(data, load.acknowledged);
    expect(stored.faults).toEqual([]);
    expect(stored.complete.size).toBe(load.acknowledged.size);
    expect(stored.runs).toBe(load.acknowledged.size * 10);
  },
);

it("refuses a body that says it is larger than allowed before it is sent", async () => {
  const monitor = await startMonitor(configOf(dataDirectory()));
  const { hostname, port } = new URL(monitor.otlpAddress);
  const socket = connect(Number(port), hostname);
  socket.write(
    `POST /v1/logs HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\nContent-Length: 999999999\r\n\r\n{`,
  );
  let answer = "";
  socket.on("data", (chunk) => (answer += String(chunk)));
  await expect.poll(() => answer).toContain("413");
  socket.destroy();
});

it("keeps what is sound of a request that holds odd events, and says what is odd", async () => {
  const monitor = await startMonitor(configOf(dataDirectory()));
  const odd = { name: "job.run.end", timeMs: Date.now(), attributes: { "job.name": "j" } };
  const answer = await post(monitor.otlpAddress, {
    body: logsBody(SENDER, [odd, runEnd({ job: "j", runId: runIdOf(7), startMs: Date.now() })]),
  });
  expect(answer.status).toBe(200);
  expect(answer.text).toMatch(/job events? .*plain/);
});

it("answers in the encoding of the question, with a google.rpc.Status", async () => {
  const monitor = await startMonitor(configOf(dataDirectory()));
  const { text } = await post(monitor.otlpAddress, { body: "[]" });
  expect(JSON.parse(text)).toMatchObject({ code: 3, message: expect.any(String) });
});
