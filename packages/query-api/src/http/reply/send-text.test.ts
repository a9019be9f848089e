import { createQueryApi } from "@jobscope/query-api";
import express from "express";
import { describe, expect, it, onTestFinished } from "vitest";

import { apiDeps, serve, serveApi } from "../../../test/api-server.ts";
import type { ApiServer } from "../../../test/api-server.ts";
import { NOW } from "../../../test/samples.ts";

type Server = Pick<ApiServer, "ask">;

async function started<S extends AsyncDisposable>(server: Promise<S>): Promise<S> {
  const running = await server;
  onTestFinished(() => running[Symbol.asyncDispose]());
  return running;
}

/** The API inside an application that has this setting of its own. */
function inside(etag: unknown): Promise<Server & AsyncDisposable> {
  const app = express();
  app.set("etag", etag);
  app.use(createQueryApi(apiDeps()));
  return serve(app);
}

const LIST = "jobs?runs=2";
const tagOf = async (server: Server, path = LIST): Promise<string> => String((await server.ask(path)).headers.etag);

describe.each([
  ["of its own", () => serveApi()],
  ["around it with etag off", () => inside(false)],
  ["around it with strong etags", () => inside("strong")],
])("in an application %s", (_name, start) => {
  it("an answer has a weak ETag, and who sends it back is told that it holds", async () => {
    const server = await started<Server & AsyncDisposable>(start());
    const etag = await tagOf(server);
    expect(etag).toMatch(/^W\/"[\w-]{27}"$/);
    const answer = await server.ask(LIST, { headers: { "if-none-match": etag } });
    expect(answer).toMatchObject({ status: 304, text: "", headers: { etag, "cache-control": "private, no-cache" } });
    expect(answer.headers["content-type"]).toBeUndefined();
  });

  it("a problem has none, whatever is sent", async () => {
    const server = await started<Server & AsyncDisposable>(start());
    for (const path of ["jobs?limit=0", "jobs/none~~none~none", "nothing"]) {
      const { status, headers } = await server.ask(path, { headers: { "if-none-match": "*" } });
      expect([path, status >= 400, headers.etag]).toEqual([path, true, undefined]);
    }
  });
});

describe("If-None-Match", () => {
  it.each([
    ["*", 304],
    ['"other", TAG', 304],
    ['W/"other" ,TAG,"more"', 304],
    ["STRONG", 304],
    ['"other"', 200],
    ['W/"other", "more"', 200],
    ["nonsense", 200],
    ["", 200],
  ])("%s is answered %d", async (given, status) => {
    const server = await started(serveApi());
    const tag = await tagOf(server);
    const header = given.replace("TAG", tag).replace("STRONG", tag.slice(2));
    expect(await server.ask(LIST, { headers: { "if-none-match": header } })).toMatchObject({ status });
  });

  it("holds for HEAD, which has the length of the answer and no body", async () => {
    const server = await started(serveApi());
    const { headers, text } = await server.ask(LIST);
    const head = await server.ask(LIST, { method: "HEAD" });
    expect(head).toMatchObject({ status: 200, text: "", headers: { etag: headers.etag } });
    expect(head.headers["content-length"]).toBe(String(Buffer.byteLength(text)));
    const held = await server.ask(LIST, { method: "HEAD", headers: { "if-none-match": String(headers.etag) } });
    expect(held.status).toBe(304);
  });

  it("changes nothing where something is written", async () => {
    const server = await started(serveApi());
    const answer = await server.ask("silences/none", { method: "DELETE", headers: { "if-none-match": "*" } });
    expect(answer.status).toBeGreaterThanOrEqual(400);
  });
});

it.each(["status", "health"])("the time at which %s is asked makes no new version", async (path) => {
  let nowMs = NOW;
  const server = await started(serveApi({ nowMs: () => nowMs }));
  const first = await server.ask(path);
  nowMs += 60_000;
  const second = await server.ask(path);
  expect(second.json.time).not.toBe(first.json.time);
  expect(second.headers.etag).toBe(first.headers.etag);
});

it("another answer has another tag", async () => {
  const server = await started(serveApi());
  expect(await tagOf(server, "jobs?runs=1")).not.toBe(await tagOf(server, "jobs?runs=2"));
});
