import { once } from "node:events";
import { Agent, get, type IncomingMessage } from "node:http";
import { createServer, type AddressInfo } from "node:net";

import { afterEach, expect, it } from "vitest";

import { HttpListener } from "./http-listener.ts";

const running: HttpListener[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((listener) => listener.stop(100)));
});

function listenerOn(
  port: number,
  handler: ConstructorParameters<typeof HttpListener>[0]["handler"],
  host = "127.0.0.1",
): HttpListener {
  const listener = new HttpListener({
    name: "OTLP",
    flag: "--otlp-addr",
    listen: { host, port, allowedHosts: [] },
    handler,
  });
  running.push(listener);
  return listener;
}

async function fetchWith(agent: Agent, url: string): Promise<{ response: IncomingMessage; text: string }> {
  const request = get(url, { agent });
  const [response] = (await once(request, "response")) as [IncomingMessage];
  let text = "";
  for await (const chunk of response) text += String(chunk);
  return { response, text };
}

it("names the flag and a port that is free when the port is taken", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  const error: unknown = await listenerOn(port, () => {})
    .start()
    .catch((failure: unknown) => failure);
  other.close();
  expect(error).toMatchObject({ code: "port_in_use" });
  const message = error instanceof Error ? error.message : "";
  expect(message).toContain(`127.0.0.1:${port} is in use`);
  const free = Number(/--otlp-addr 127\.0\.0\.1:(\d+) is free/.exec(message)?.[1]);
  expect(await listenerOn(free, () => {}).start()).toBe(`http://127.0.0.1:${free}`);
});

it("names the flag when the address is none of this host", async () => {
  await expect(listenerOn(0, () => {}, "192.0.2.1").start()).rejects.toMatchObject({
    code: "address_unavailable",
    message: expect.stringContaining("--otlp-addr"),
  });
});

it("answers what is on its way before it stops, and keeps no connection open", async () => {
  const arrived = Promise.withResolvers<() => void>();
  const listener = listenerOn(0, (_request, response) => arrived.resolve(() => response.end("answered")));
  const url = await listener.start();
  const agent = new Agent({ keepAlive: true });
  const answer = fetchWith(agent, url);
  const release = await arrived.promise;
  const stopped = listener.stop(5_000);
  await expect(fetchWith(new Agent(), url)).rejects.toMatchObject({ code: "ECONNREFUSED" });
  release();
  expect((await answer).text).toBe("answered");
  await stopped;
  expect(listener.listening).toBe(false);
  agent.destroy();
});

it("cuts a connection that hangs when the time to stop is up", async () => {
  const listener = listenerOn(0, () => {});
  const url = await listener.start();
  const answer = expect(fetchWith(new Agent(), url)).rejects.toMatchObject({ code: "ECONNRESET" });
  await new Promise((resolve) => setTimeout(resolve, 50));
  await listener.stop(50);
  await answer;
});

it("closes idle keep-alive connections at once", async () => {
  const listener = listenerOn(0, (_request, response) => response.end("ok"));
  const url = await listener.start();
  const agent = new Agent({ keepAlive: true });
  expect((await fetchWith(agent, url)).response.headers.connection).toBe("keep-alive");
  const started = performance.now();
  await listener.stop(30_000);
  expect(performance.now() - started).toBeLessThan(10_000);
  agent.destroy();
});
