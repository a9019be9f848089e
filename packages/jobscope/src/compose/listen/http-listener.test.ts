import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Agent, get, type IncomingMessage } from "node:http";
import { connect as connectPlain, createServer, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";

import { afterEach, describe, expect, it, onTestFinished } from "vitest";

import { selfSigned } from "../../../test/self-signed.ts";
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

describe("a server that is full", () => {
  const connectTo = async (url: string): Promise<Socket> => {
    const socket = connectPlain(Number(URL.parse(url)?.port), "127.0.0.1");
    socket.on("error", () => {});
    onTestFinished(() => void socket.destroy());
    await once(socket, "connect");
    return socket;
  };
  const full = (handler: ConstructorParameters<typeof HttpListener>[0]["handler"]): HttpListener => {
    const listen = { host: "127.0.0.1", port: 0, allowedHosts: [] };
    const listener = new HttpListener({ name: "API", flag: "--api-addr", listen, handler, maxConnections: 3 });
    running.push(listener);
    return listener;
  };
  const openOf = (listener: HttpListener) => expect.poll(() => listener.connections.open, { timeout: 5_000 });

  it("gives the place of the connection that has been idle for longest to the one that comes", async () => {
    const listener = full((_request, response) => response.end("answered"));
    const url = await listener.start();
    const idle = [await connectTo(url), await connectTo(url), await connectTo(url)];
    await openOf(listener).toBe(3);
    const closed = once(idle[0]!, "close");
    expect((await fetchWith(new Agent(), url)).text).toBe("answered");
    await closed;
    expect(listener.connections).toMatchObject({ evicted: 1, refused: 0 });
    expect(idle.slice(1).map(({ destroyed }) => destroyed)).toEqual([false, false]);
  });

  it("cuts off nobody who is being answered, and takes nobody else meanwhile", async () => {
    const waiting: (() => void)[] = [];
    const listener = full((_request, response) => waiting.push(() => response.end("answered")));
    const url = await listener.start();
    const agents = [new Agent(), new Agent(), new Agent()];
    const answers = agents.map((agent) => fetchWith(agent, url));
    await expect.poll(() => waiting.length, { timeout: 5_000 }).toBe(3);
    await expect(fetchWith(new Agent(), url)).rejects.toMatchObject({ code: "ECONNRESET" });
    for (const answer of waiting) answer();
    expect((await Promise.all(answers)).map(({ text }) => text)).toEqual(["answered", "answered", "answered"]);
    expect(listener.connections).toMatchObject({ evicted: 0, refused: 1 });
  });
});

describe("HTTPS", () => {
  it("answers with the certificate, with a renewed one from then on, and never with a broken one", async () => {
    const folder = mkdtempSync(join(tmpdir(), "jobscope-tls-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const tls = { certFile: join(folder, "cert.pem"), keyFile: join(folder, "key.pem") };
    const renew = (commonName: string): void => {
      const { cert, key } = selfSigned(commonName);
      writeFileSync(tls.certFile, cert);
      writeFileSync(tls.keyFile, key);
    };
    renew("first");
    const lines: string[] = [];
    const listener = new HttpListener({
      name: "API",
      flag: "--api-addr",
      listen: { host: "127.0.0.1", port: 0, allowedHosts: [] },
      handler: (_request, response) => response.end("answered"),
      tls,
      warn: (line) => lines.push(line),
    });
    running.push(listener);
    const url = await listener.start();
    expect(url).toMatch(/^https:/);
    const port = Number(URL.parse(url)?.port);
    const nameOf = async (): Promise<string | string[] | undefined> => {
      const socket = connectTls({ port, host: "127.0.0.1", rejectUnauthorized: false });
      await once(socket, "secureConnect");
      const { subject } = socket.getPeerCertificate();
      socket.destroy();
      return subject.CN;
    };
    expect(await nameOf()).toBe("first");
    renew("second");
    listener.lookForCertificate();
    expect(await nameOf()).toBe("second");
    writeFileSync(tls.keyFile, "half of a");
    listener.lookForCertificate();
    listener.lookForCertificate();
    expect(await nameOf()).toBe("second");
    expect(lines).toEqual([expect.stringContaining("used from now on"), expect.stringContaining("the old ones stay")]);
    await expect(fetchWith(new Agent(), url.replace("https", "http"))).rejects.toMatchObject({ code: "ECONNRESET" });
  });
});
