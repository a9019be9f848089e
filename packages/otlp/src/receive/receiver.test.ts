import { once } from "node:events";
import { connect } from "node:net";

import { fromBinary, fromJson } from "@bufbuild/protobuf";
import { BinaryReader } from "@bufbuild/protobuf/wire";
import { describe, expect, test } from "vitest";

import { exportResponse, officialRegistry } from "../../test/official-schema.ts";
import { accepted, type Answer, json, listen, protobuf, send, sendRaw } from "../../test/receiver-server.ts";
import type { IngestOutcome } from "../model/request.ts";
import type { AdmitSender } from "./request/admit-sender.ts";
import { isWebSocketUpgrade } from "./request/websocket-upgrade.ts";

const registry = officialRegistry();

/** `google.rpc.Status` {1: code, 2: message}, in the encoding that the reply says it has. */
function statusOf({ headers, body }: Answer): { readonly code: number; readonly message: string } {
  if (headers["content-type"] === "application/json")
    return JSON.parse(body.toString()) as { code: number; message: string };
  expect(headers["content-type"]).toBe("application/x-protobuf");
  const reader = new BinaryReader(body);
  const status = { code: 0, message: "" };
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag();
    if (number === 1) status.code = reader.int32();
    else if (number === 2) status.message = reader.string();
    else reader.skip(wireType);
  }
  return status;
}

function zipped(encoding: string): Record<string, string> {
  return { ...json, "content-encoding": encoding };
}

describe("requests that are let in", () => {
  test.each([
    ["/v1/traces", "traces"],
    ["/v1/metrics", "metrics"],
    ["/v1/logs", "logs"],
    ["/v1/logs?tenant=a", "logs"],
  ])("%s", async (path, signal) => {
    await using server = await listen();
    const answer = await send(server, { path, headers: protobuf, body: "raw" });
    expect(answer).toMatchObject({ status: 200, headers: { "content-type": "application/x-protobuf" } });
    expect(answer.body).toHaveLength(0);
    expect(server.received).toMatchObject([{ signal, encoding: "protobuf", compression: "identity" }]);
  });

  test.each([
    ["application/json", "json"],
    ["application/json; charset=utf-8", "json"],
    ["Application/JSON;charset=UTF-8", "json"],
    ["APPLICATION/X-PROTOBUF", "protobuf"],
  ])("content type %s", async (contentType, encoding) => {
    await using server = await listen();
    const answer = await send(server, { headers: { "CONTENT-TYPE": contentType }, body: "{}" });
    expect(answer.status).toBe(200);
    expect(server.received).toMatchObject([{ encoding }]);
  });

  test.each([
    ["gzip", "gzip"],
    ["GZIP", "gzip"],
    ["deflate", "deflate"],
    ["identity", "identity"],
    ["", "identity"],
  ])("content encoding %j", async (contentEncoding, compression) => {
    await using server = await listen();
    await send(server, { headers: { ...json, "content-encoding": contentEncoding }, body: "{}" });
    expect(server.received).toMatchObject([{ compression }]);
  });

  test("a body in chunks arrives whole, in a buffer of its own, with the time of its last byte", async () => {
    await using server = await listen({ now: () => 42 });
    const chunks = "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
    const head = "POST /v1/logs HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\nconnection: close\r\n";
    const answer = await sendRaw(server, `${head}transfer-encoding: chunked\r\n\r\n${chunks}`);
    expect(answer).toContain("HTTP/1.1 200 OK");
    const [raw] = server.received;
    expect(raw?.receivedMs).toBe(42);
    expect(Buffer.from(raw?.body ?? []).toString()).toBe("abcde");
    expect(raw?.body.buffer.byteLength).toBe(5);
  });

  test.each(["no upgrade listener", "a WebSocket listener"])("Java's POST that asks for h2c, with %s", async (kind) => {
    await using server = await listen({}, { shouldUpgradeCallback: isWebSocketUpgrade });
    if (kind === "a WebSocket listener") server.server.on("upgrade", (_request, socket) => socket.destroy());
    const answer = await send(server, {
      headers: { ...protobuf, connection: "Upgrade, HTTP2-Settings", upgrade: "h2c", "http2-settings": "AAEAAEAA" },
      body: "body",
    });
    expect(answer.status).toBe(200);
    expect(server.received).toHaveLength(1);
  });

  test.each([
    "localhost",
    "LOCALHOST:4318",
    "127.0.0.1",
    "127.0.0.7:1",
    "[::1]:4318",
    "collector.localhost",
    "localhost.:4318",
    "monitor.internal:4318",
    "192.0.2.7:4318",
    "[2001:db8::7]:4318",
  ])("host %s", async (host) => {
    await using server = await listen({ allowedHosts: ["Monitor.internal"] });
    expect(await send(server, { headers: { ...json, host }, body: "{}" })).toMatchObject({ status: 200 });
  });

  test("any host where the list says so", async () => {
    await using server = await listen({ allowedHosts: ["*"] });
    expect(await send(server, { headers: { ...json, host: "otel.example:4318" }, body: "{}" })).toMatchObject({
      status: 200,
    });
  });

  test("an origin that is on the list", async () => {
    await using server = await listen({ allowedOrigins: ["https://app.example"] });
    const headers = { ...json, origin: "https://app.example" };
    expect(await send(server, { headers, body: "{}" })).toMatchObject({ status: 200 });
  });
});

describe("requests that are refused carry a google.rpc.Status", () => {
  test.each([
    ["a trailing slash", { path: "/v1/traces/", headers: json }, 404, 5, "without a trailing slash"],
    ["another path", { path: "/", headers: protobuf }, 404, 5, "/v1/traces"],
    ["another method", { method: "PUT", headers: json }, 405, 12, "POST"],
    ["no content type", { body: "x" }, 415, 3, "application/x-protobuf"],
    ["an unknown type", { headers: { "content-type": "text/plain" }, body: "x" }, 415, 3, "application/json"],
    ["gRPC's type", { headers: { "content-type": "application/grpc" }, body: "x" }, 415, 3, "application/json"],
    ["an unknown compression", { headers: zipped("zstd"), body: "x" }, 400, 3, "gzip"],
    ["two compressions", { headers: zipped("gzip, gzip"), body: "x" }, 400, 3, "gzip"],
    [
      "a rebound name",
      { headers: { ...json, host: "evil.example" }, body: "{}" },
      421,
      7,
      "otlp.allowedHosts (--otlp-allowed-hosts)",
    ],
    [
      "a loopback name as a part",
      { headers: { ...json, host: "127.0.0.1.evil.example" }, body: "{}" },
      421,
      7,
      "allowedHosts",
    ],
    ["a page", { headers: { ...json, origin: "https://evil.example" }, body: "{}" }, 403, 7, "browsers send it"],
    ["a page on loopback", { headers: { ...protobuf, origin: "http://localhost:3000" } }, 403, 7, "browsers send it"],
    ["a sandboxed page", { headers: { "content-type": "text/plain", origin: "null" } }, 403, 7, "browsers send it"],
    ["a large body", { headers: protobuf, body: "x".repeat(200) }, 413, 8, "100 bytes"],
  ] as const)("%s", async (_name, sent, status, code, message) => {
    await using server = await listen({ maxBodyBytes: 100 });
    const answer = await send(server, sent);
    expect(answer.status).toBe(status);
    expect(statusOf(answer)).toMatchObject({ code, message: expect.stringContaining(message) });
    expect(server.received).toEqual([]);
  });

  test("the method that is allowed", async () => {
    await using server = await listen();
    const answer = await send(server, { method: "GET" });
    expect(answer).toMatchObject({ status: 405, headers: { allow: "POST" } });
  });

  test("an uncompressed body beyond the inflated limit", async () => {
    await using server = await listen({ maxInflatedBytes: 10 });
    expect((await send(server, { headers: json, body: "x".repeat(11) })).status).toBe(413);
    expect(
      (await send(server, { headers: { ...json, "content-encoding": "gzip" }, body: "x".repeat(11) })).status,
    ).toBe(200);
  });

  test("a large body in chunks, while it is still being sent", async () => {
    await using server = await listen({ maxBodyBytes: 1000 });
    const head =
      "POST /v1/logs HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
    const answer = await sendRaw(server, `${head}${"400\r\n".concat("x".repeat(1024), "\r\n").repeat(2)}0\r\n\r\n`);
    expect(answer).toContain("HTTP/1.1 413");
    expect(answer).toContain("1000 bytes");
  });

  test("a body that does not arrive in time", async () => {
    await using server = await listen({ bodyTimeoutMs: 50 });
    const head =
      "POST /v1/logs HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 10\r\n\r\n";
    const answer = await sendRaw(server, `${head}abc`);
    expect(answer).toContain("HTTP/1.1 408");
    expect(answer).toContain("did not arrive in time");
  });
});

describe("a receiver that asks who sends", () => {
  const asked: (readonly [string | undefined, string])[] = [];
  const authenticate: AdmitSender = (authorization, address) => {
    asked.push([authorization, address]);
    if (authorization === "Bearer good") return { kind: "admitted", sender: { id: "k1", services: ["billing"] } };
    if (authorization === "Bearer any") return { kind: "anonymous" };
    const because = authorization === undefined ? "no_token" : "wrong_token";
    return { kind: "refused", because, message: `fix it: ${because}` };
  };

  test.each([
    ["no token", {}, "no_token", 'Bearer realm="otlp"'],
    ["a wrong one", { authorization: "Bearer x" }, "wrong_token", 'Bearer realm="otlp", error="invalid_token"'],
  ])("answers %s with 401, whatever else is wrong, and takes nothing in", async (_, headers, because, challenge) => {
    await using server = await listen({ authenticate });
    for (const type of [protobuf, json]) {
      const answer = await send(server, { headers: { ...type, ...headers }, body: "{}" });
      expect(answer.status).toBe(401);
      expect(answer.headers["www-authenticate"]).toBe(challenge);
      expect(answer.headers["content-type"]).toBe(type["content-type"]);
      expect(statusOf(answer)).toEqual({ code: 16, message: `fix it: ${because}` });
    }
    expect(await send(server, { path: "/nowhere", headers })).toMatchObject({ status: 401 });
    expect(server.received).toEqual([]);
  });

  test("hands on who it is, with the address", async () => {
    await using server = await listen({ authenticate });
    await send(server, { headers: { ...json, authorization: "Bearer good" }, body: "{}" });
    await send(server, { headers: { ...json, authorization: "Bearer any" }, body: "{}" });
    expect(server.received.map(({ sender }) => sender)).toEqual([
      { id: "k1", services: ["billing"], address: "127.0.0.1" },
      undefined,
    ]);
    expect(asked.at(-1)).toEqual(["Bearer any", "127.0.0.1"]);
  });

  test("asks no page and no foreign name for a token", async () => {
    await using server = await listen({ authenticate });
    expect(await send(server, { headers: { ...json, origin: "http://evil.example" } })).toMatchObject({ status: 403 });
    expect(await send(server, { headers: { ...json, host: "evil.example" } })).toMatchObject({ status: 421 });
  });
});

describe("what became of a request", () => {
  test.each(["traces", "metrics", "logs"] as const)("%s: accepted, in part or with a warning", async (signal) => {
    const outcomes: IngestOutcome[] = [
      accepted,
      { kind: "accepted", rejected: 300, message: "too many" },
      { kind: "accepted", rejected: 0, message: "cut" },
    ];
    const queue = outcomes.flatMap((outcome) => [outcome, outcome]);
    await using server = await listen({ ingest: async () => queue.shift() ?? accepted });
    const desc = exportResponse(registry, signal);
    const rejectedName = { traces: "rejectedSpans", metrics: "rejectedDataPoints", logs: "rejectedLogRecords" }[signal];
    for (const outcome of outcomes) {
      const binary = fromBinary(desc, (await send(server, { path: `/v1/${signal}`, headers: protobuf })).body);
      const text = (await send(server, { path: `/v1/${signal}`, headers: json, body: "{}" })).body.toString();
      if (outcome.kind !== "accepted") continue;
      const partial =
        outcome.message === ""
          ? undefined
          : { [rejectedName]: BigInt(outcome.rejected), errorMessage: outcome.message };
      for (const response of [binary, fromJson(desc, JSON.parse(text))]) {
        expect(Object.hasOwn(response, "partialSuccess")).toBe(partial !== undefined);
        if (partial !== undefined) expect(response).toMatchObject({ partialSuccess: partial });
      }
    }
  });

  test.each([
    [{ kind: "malformed", message: "at byte 7" }, 400, 3, undefined],
    [{ kind: "too_large", message: "inflated" }, 413, 8, undefined],
    [{ kind: "forbidden", message: "not your service" }, 403, 7, undefined],
    [{ kind: "unavailable", message: "full", retryAfterSeconds: 2.1 }, 503, 14, "3"],
    [{ kind: "unavailable", message: "full", retryAfterSeconds: 0 }, 503, 14, "1"],
  ] as const)("%j", async (outcome, status, code, retryAfter) => {
    await using server = await listen({ ingest: async () => outcome });
    for (const headers of [protobuf, json]) {
      const answer = await send(server, { headers, body: "{}" });
      expect(answer.status).toBe(status);
      expect(answer.headers["content-type"]).toBe(headers["content-type"]);
      expect(answer.headers["retry-after"]).toBe(retryAfter);
      expect(statusOf(answer)).toEqual({ code, message: outcome.message });
    }
  });

  test("an ingest that fails all the same: the sender keeps the request", async () => {
    await using server = await listen({ ingest: () => Promise.reject(new Error("secret detail")) });
    const answer = await send(server, { headers: json, body: "{}" });
    expect(answer.status).toBe(503);
    expect(answer.headers["retry-after"]).toBe("5");
    expect(answer.body.toString()).not.toContain("secret");
  });
});

describe("bounds of what is held", () => {
  test("beyond the limit senders are asked to come back; what is answered makes room", async () => {
    const { promise: gate, resolve: open } = Promise.withResolvers<IngestOutcome>();
    await using server = await listen({ maxHeldBytes: 10_000, ingest: () => gate });
    const first = send(server, { headers: json, body: "x".repeat(7000) });
    await expect.poll(() => server.received.length).toBe(1);
    const second = await send(server, { headers: json, body: "x".repeat(7000) });
    expect(second).toMatchObject({ status: 503, headers: { "retry-after": "1" } });
    expect(statusOf(second).code).toBe(14);
    open(accepted);
    expect((await first).status).toBe(200);
    expect((await send(server, { headers: json, body: "x".repeat(7000) })).status).toBe(200);
  });

  test("requests without a body are bounded too", async () => {
    const { promise: gate, resolve: open } = Promise.withResolvers<IngestOutcome>();
    await using server = await listen({ maxHeldBytes: 3000, ingest: () => gate });
    const waiting = [send(server, { headers: protobuf }), send(server, { headers: protobuf })];
    await expect.poll(() => server.received.length).toBe(2);
    expect((await send(server, { headers: protobuf })).status).toBe(503);
    open(accepted);
    for (const answer of await Promise.all(waiting)) expect(answer.status).toBe(200);
  });

  test("a sender that leaves in the middle of a body harms nothing and frees its share", async () => {
    await using server = await listen({ maxHeldBytes: 10_000 });
    for (let round = 0; round < 5; round++) {
      const socket = connect(server.port, "127.0.0.1");
      socket.write(
        "POST /v1/logs HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 8000\r\n\r\n",
      );
      socket.write("x".repeat(7000));
      await once(socket, "ready");
      socket.destroy();
    }
    await expect.poll(async () => (await send(server, { headers: json, body: "x".repeat(7000) })).status).toBe(200);
    expect(server.received.every((raw) => raw.body.byteLength === 7000)).toBe(true);
  });

  test("a sender that leaves before the answer harms nothing", async () => {
    const { promise: gate, resolve: open } = Promise.withResolvers<IngestOutcome>();
    await using server = await listen({ ingest: () => gate });
    const socket = connect(server.port, "127.0.0.1");
    socket.write(
      "POST /v1/logs HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}",
    );
    await expect.poll(() => server.received.length).toBe(1);
    socket.destroy();
    await once(socket, "close");
    open(accepted);
    expect((await send(server, { headers: json, body: "{}" })).status).toBe(200);
  });

  test("a body that a parser took before is an error that says so", async () => {
    await using server = await listen();
    const [receiver] = server.server.listeners("request") as ((...parts: unknown[]) => void)[];
    server.server.removeAllListeners("request").on("request", (request, response) => {
      request.resume().on("end", () => receiver?.(request, response));
    });
    const answer = await send(server, { headers: json, body: "{}" });
    expect(answer.status).toBe(500);
    expect(statusOf(answer).message).toContain("before any body parser");
  });
});
