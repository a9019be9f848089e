import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { describe, expect, it, onTestFinished } from "vitest";

import { Gate } from "./gate.ts";

const PREFIX = "/api/scheduler-monitoring";

async function serve(): Promise<{
  readonly gate: Gate;
  readonly errors: unknown[];
  ask(path: string, init?: RequestInit): Promise<Response>;
}> {
  const errors: unknown[] = [];
  const gate = new Gate((error) => errors.push(error));
  const server = createServer((request, response) =>
    gate.router(request, response, () => void response.writeHead(299).end("the application")),
  ).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { gate, errors, ask: (path, init) => fetch(base + path, init) };
}

describe("the place of the API in an application", () => {
  it.each([
    [PREFIX, 503],
    [`${PREFIX}/`, 503],
    [`${PREFIX}/jobs?x=1`, 503],
    [`${PREFIX}?x`, 503],
    // A router of express does not tell them apart either.
    ["/API/Scheduler-Monitoring/jobs", 503],
    [`${PREFIX}s`, 299],
    [`${PREFIX}.json`, 299],
    ["/api", 299],
    ["/", 299],
    [`/x${PREFIX}`, 299],
    [`//${PREFIX}`, 299],
  ])("%s: %d", async (path, status) => {
    const { ask } = await serve();
    expect((await ask(path)).status).toBe(status);
  });

  it("refuses as the API does: by the caller's name of the request, and without keys in the path", async () => {
    const { ask } = await serve();
    const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    const traced = await ask(`${PREFIX}/jobs`, { headers: { traceparent: `00-${trace}-00f067aa0ba902b7-01` } });
    expect([traced.headers.get("x-request-id"), traced.headers.get("retry-after")]).toEqual([trace, "5"]);
    const named = await ask(`${PREFIX}/keys/jsk_test-0123456789-0123456789?x=1`, {
      headers: { "x-request-id": "order-4711" },
    });
    expect(await named.json()).toMatchObject({
      type: "urn:jobscope:problem:core_unavailable",
      title: "Core unavailable",
      status: 503,
      instance: expect.not.stringContaining("0123456789"),
      request_id: "order-4711",
      fix: "Try again in some seconds.",
    });
    const key = "jsk_test-0123456789-0123456789-0123456789";
    const renamed = await ask(`${PREFIX}/jobs`, { headers: { "x-request-id": key } });
    expect(renamed.headers.get("x-request-id")).toMatch(/^[\da-f]{32}$/);
    expect(await renamed.text()).not.toContain(key);
    const head = await ask(`${PREFIX}/jobs`, { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([503, ""]);
  });

  it("answers 500 for what is thrown, and cuts what was begun, and lets nothing out", async () => {
    const { gate, errors, ask } = await serve();
    gate.open(() => {
      throw new Error("at once");
    });
    const thrown = await ask(`${PREFIX}/jobs?key=secret`);
    expect(thrown.status).toBe(500);
    expect(await thrown.json()).toMatchObject({ type: "urn:jobscope:problem:internal", instance: `${PREFIX}/jobs` });
    gate.open((_request, _response, next) => next(new Error("handed on")));
    expect((await ask(PREFIX)).status).toBe(500);
    gate.open((_request, _response, next) => next());
    expect((await ask(PREFIX)).status).toBe(500);
    gate.open((_request, response, next) => {
      response.writeHead(200, { "content-length": "10" }).write("half");
      setImmediate(() => next(new Error("in the middle")));
    });
    await expect(ask(PREFIX).then((response) => response.text())).rejects.toThrow();
    expect(errors.map(String)).toEqual([
      "Error: at once",
      "Error: handed on",
      "Error: the API gave no answer",
      "Error: in the middle",
    ]);
  });

  it("waits for answers when it closes, and no longer than it may", async () => {
    const { gate, ask } = await serve();
    const { promise: asked, resolve: isAsked } = Promise.withResolvers<() => void>();
    gate.open((_request, response) => isAsked(() => void response.end("late")));
    const answer = ask(PREFIX);
    const finish = await asked;
    await gate.close(20);
    expect(gate.isOpen).toBe(false);
    const closed = gate.close(60_000);
    finish();
    await closed;
    expect(await (await answer).text()).toBe("late");
    await gate.close(60_000);
  });
});
