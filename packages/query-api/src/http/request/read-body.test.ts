import { request } from "node:http";
import { gzipSync } from "node:zlib";

import { adminKeyAuthenticator, hashApiKey } from "@jobscope/query-api";
import express from "express";
import { beforeEach, describe, expect, it } from "vitest";

import { FIRING } from "../../../test/alert-samples.ts";
import { KEY, serve, serveApi } from "../../../test/api-server.ts";
import type { Answer, ApiServer } from "../../../test/api-server.ts";
import { memoryReader } from "../../../test/memory-reader.ts";
import { scriptedAlerting, TOKEN } from "../../../test/scripted-alerting.ts";
import type { ScriptedAlerting } from "../../../test/scripted-alerting.ts";
import { createQueryApi } from "../create-query-api.ts";

let api: ApiServer;
let alerting: ScriptedAlerting;
beforeEach(async () => {
  alerting = scriptedAlerting();
  api = await serveApi({ alerting });
  return () => api[Symbol.asyncDispose]();
});

const SNOOZE = `alerts/${FIRING.id}/snooze`;
const VALID = '{"until_time":"2026-11-26"}';

function post(body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const type = { "content-type": "application/json" };
  return api.ask(SNOOZE, { method: "POST", body, headers: { ...type, ...headers } });
}

describe("media type", () => {
  it.each([
    "application/json",
    "Application/JSON; charset=UTF-8",
    'application/json; charset="utf-8"',
    "application/json;charset=utf8",
  ])("takes %s", async (type) => {
    expect((await post(VALID, { "content-type": type })).status).toBe(200);
  });

  it.each([
    "text/plain",
    "text/plain;charset=UTF-8",
    "text/plain; application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonp",
    "application/json, text/plain",
    "json",
    "",
    "application/json; charset=utf-16le",
    "application/json; charset=iso-8859-1",
  ])("refuses %j", async (type) => {
    const answer = await post(VALID, { "content-type": type });
    expect(answer.json).toMatchObject({ status: 415, type: "urn:jobscope:problem:unsupported_media_type" });
    expect(answer.json.fix).toBe("Send Content-Type: application/json.");
    expect(alerting.commands).toEqual([]);
  });

  it("refuses a body that says nothing of its type", async () => {
    const answer = await api.ask(SNOOZE, { method: "POST", body: VALID });
    expect([answer.status, answer.json.detail]).toEqual([415, "The body has no Content-Type."]);
  });

  it("refuses what a plain form of another site sends to where no body is needed", async () => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const answer = await api.ask(`alerts/${FIRING.id}/ack`, { method: "POST", headers });
    expect(answer.status).toBe(415);
    expect(alerting.commands).toEqual([]);
  });

  it("refuses what is compressed, however small it says it is", async () => {
    for (const encoding of ["gzip", "deflate", "br", "x"]) {
      const answer = await post(gzipSync("x".repeat(10_000_000)), { "content-encoding": encoding });
      expect([answer.status, answer.json.detail]).toEqual([415, "The body is compressed."]);
    }
  });

  it("repeats no key that was put there", async () => {
    const answer = await post(VALID, { "content-type": `application/${KEY}` });
    expect(answer.status).toBe(415);
    expect(answer.text).not.toContain(KEY);
  });
});

describe("size", () => {
  const padded = (bytes: number): string => VALID.padEnd(bytes, " ");

  it("takes 64 KiB and refuses a byte more", async () => {
    expect((await post(padded(65_536))).status).toBe(200);
    const answer = await post(padded(65_537));
    expect(answer.json).toMatchObject({ status: 413, type: "urn:jobscope:problem:too_large" });
    expect(answer.json.detail).toContain("65536");
    expect(alerting.commands).toHaveLength(1);
  });

  it("counts what comes without a length, and bytes rather than characters", async () => {
    expect((await post(`{"until_time":"${"é".repeat(40_000)}"}`)).status).toBe(413);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { authorization: `Bearer ${KEY}`, "content-type": "application/json" };
      const raw = request(
        { host: "127.0.0.1", port: api.port, path: `/api/scheduler-monitoring/${SNOOZE}`, method: "POST", headers },
        (response) => resolve(response.resume().statusCode),
      );
      raw.on("error", reject);
      for (let chunk = 0; chunk < 70; chunk++) raw.write(" ".repeat(1000));
      raw.end(VALID);
    });
    expect(status).toBe(413);
    expect(alerting.commands).toEqual([]);
  });
});

describe("content", () => {
  it.each(["{", "{'until_time':'2026-11-26'}", `${VALID}${VALID}`, "until_time=2026-11-26", "\u{0}"])(
    "refuses %j, which is not JSON, without repeating it",
    async (text) => {
      const answer = await post(text);
      expect(answer.json).toMatchObject({ status: 400, type: "urn:jobscope:problem:bad_request" });
      expect(answer.text).not.toContain("2026-11-26");
      expect([alerting.commands, api.failures]).toEqual([[], []]);
    },
  );

  it("refuses what is not UTF-8, instead of reading something else", async () => {
    const body = Buffer.from('{"matchers":[{"name":"job_name","value":"t\u00e4glich"}]}', "latin1");
    const answer = await post(body);
    expect([answer.status, answer.json.detail]).toEqual([400, "The body is not UTF-8."]);
  });

  it("takes a byte order mark", async () => {
    expect((await post(`\ufeff${VALID}`)).status).toBe(200);
  });

  it("refuses a field that is given twice, whatever the order", async () => {
    for (const second of ["2026-11-26", "2026-11-27"]) {
      const answer = await post(`{"until_time":"2026-11-26","until_time":"${second}"}`);
      expect(answer.json).toMatchObject({ status: 400, parameter: "until_time" });
      expect(answer.json.detail).toContain("more than once");
    }
    expect(alerting.commands).toEqual([]);
  });

  it.each(['{"__proto__":{"until_time":"2026-11-26"}}', '{"until_time":"2026-11-26","__proto__":{"polluted":true}}'])(
    "refuses %s, and inherits nothing from it",
    async (text) => {
      const answer = await post(text);
      expect(answer.status).toBe(400);
      expect(answer.json.errors.map(({ parameter }: { readonly parameter: string }) => parameter)).toContain(
        "__proto__",
      );
      expect({}).not.toHaveProperty("polluted");
      expect(alerting.commands).toEqual([]);
    },
  );

  it("refuses constructor and prototype as any unknown field", async () => {
    const answer = await post('{"until_time":"2026-11-26","constructor":{"prototype":{}},"toString":1}');
    expect(answer.json.errors).toHaveLength(2);
  });

  it("ignores the body of a request that only reads", async () => {
    const answer = await api.ask("alerts", { body: "{", headers: { "content-type": "text/plain" } });
    expect(answer.status).toBe(200);
  });
});

it("takes what an application around it has parsed already", async () => {
  const app = express();
  app.use(express.json(), express.urlencoded());
  const deps = { reader: memoryReader(), health: async () => ({ status: "up", components: [] }) as const };
  const stored = hashApiKey(KEY);
  app.use(
    createQueryApi({
      ...deps,
      alerting,
      admin: { command: () => Promise.reject(new Error("nobody writes here")) },
      authenticate: adminKeyAuthenticator(() => stored),
      nowMs: () => Date.UTC(2026, 10, 25, 12),
      allowedHosts: [],
      onFailure: () => {},
    }),
  );
  await using server = await serve(app);
  expect((await server.ask(SNOOZE, { method: "POST", json: JSON.parse(VALID) })).status).toBe(200);
  const form = await server.ask("alerts/ack", {
    method: "POST",
    authorization: null,
    body: `token=${TOKEN}`,
    headers: { "content-type": "application/x-www-form-urlencoded" },
  });
  expect(form.status).toBe(200);
  expect(alerting.commands.map(({ kind }) => kind)).toEqual(["snooze", "inspect_token", "acknowledge_by_token"]);
});
