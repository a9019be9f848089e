import { execFile } from "node:child_process";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { promisify } from "node:util";

import { afterAll, expect, test } from "vitest";

import { startReceiver } from "../../../test/notify/http-receiver.ts";
import { selfSigned } from "../../../test/notify/self-signed.ts";
import type { ResolveHost } from "../sender-ports.ts";
import type { HttpResult } from "./exchange.ts";
import { exchange } from "./exchange.ts";
import { readTarget } from "./target.ts";

const trusted = selfSigned();
const foreign = selfSigned("DNS:elsewhere.example.com");
setDefaultCACertificates([...getCACertificates("default"), trusted.cert, foreign.cert]);
afterAll(() => {
  trusted.remove();
  foreign.remove();
});

interface Resolver {
  readonly resolveHost: ResolveHost;
  readonly asked: string[];
}

/** Answers one list after the other, as a server does that rebinds its name. */
function resolver(...answers: (readonly string[])[]): Resolver {
  const asked: string[] = [];
  return {
    asked,
    resolveHost: (host) => {
      const answer = answers[Math.min(asked.length, answers.length - 1)] ?? [];
      asked.push(host);
      return Promise.resolve(answer.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })));
    },
  };
}

async function get(url: string, resolveHost: ResolveHost, allow: readonly string[] = []): Promise<HttpResult> {
  const read = readTarget(url, allow);
  if (read.kind === "forbidden") throw new Error(read.reason);
  const message = { method: "GET", headers: {}, body: "" } as const;
  const ports = { resolveHost, limits: { httpTotalMs: 3000 } };
  return await exchange(read.target, message, { ports, signal: new AbortController().signal });
}

test.each([
  ["a private address", ["127.0.0.1"]],
  ["a private one behind a public one", ["93.184.215.14", "127.0.0.1"]],
  ["a private one as IPv6", ["::ffff:127.0.0.1"]],
  ["the metadata service", ["169.254.169.254"]],
  ["something that is no address", ["localhost"]],
])("a public name that resolves to %s is not connected to", async (_name, addresses) => {
  const result = await get("https://hooks.example.com/c4n4ry", resolver(addresses).resolveHost);
  expect(result).toMatchObject({ kind: "forbidden", reason: expect.stringContaining("hooks.example.com:443") });
  expect(JSON.stringify(result)).not.toContain("c4n4ry");
});

test("a name is resolved once, and the connection goes to what was checked", async () => {
  await using receiver = await startReceiver((response) => response.end());
  const rebinding = resolver(["127.0.0.1"], ["192.0.2.1"]);
  const place = `relay.internal:${receiver.port}`;
  const result = await get(`http://${place}/a?b=c`, rebinding.resolveHost, [place]);
  expect(result).toEqual({ kind: "answer", status: 200, retryAfter: undefined });
  expect(rebinding.asked).toEqual(["relay.internal"]);
  expect(receiver.requests[0]).toMatchObject({ url: "/a?b=c", headers: { host: place } });
});

test("an address that refuses is followed by the next one", async () => {
  await using receiver = await startReceiver((response) => response.end());
  const place = `relay.internal:${receiver.port}`;
  const result = await get(`http://${place}/`, resolver(["127.0.0.9", "127.0.0.1"]).resolveHost, [place]);
  expect(result).toMatchObject({ kind: "answer" });
});

test("the certificate must be for the name of the URL, although the address is pinned", async () => {
  const { resolveHost } = resolver(["127.0.0.1"]);
  await using right = await startReceiver((response) => response.end(), trusted);
  const rightPlace = `localhost:${right.port}`;
  expect(await get(`https://${rightPlace}/`, resolveHost, [rightPlace])).toMatchObject({ kind: "answer", status: 200 });
  expect(await get(`https://127.0.0.1:${right.port}/`, resolveHost, [right.place])).toMatchObject({ status: 200 });
  await using wrong = await startReceiver((response) => response.end(), foreign);
  const wrongPlace = `localhost:${wrong.port}`;
  expect(await get(`https://${wrongPlace}/`, resolveHost, [wrongPlace])).toEqual({
    kind: "failed",
    reason: `the exchange with ${wrongPlace} failed (ERR_TLS_CERT_ALTNAME_INVALID)`,
    ambiguous: false,
  });
  expect(wrong.requests).toHaveLength(0);
});

test("a resolver that hangs or fails ends in time and is told without its text", async () => {
  const read = readTarget("https://hooks.example.com/c4n4ry", []);
  if (read.kind === "forbidden") throw new Error(read.reason);
  const message = { method: "GET", headers: {}, body: "" } as const;
  for (const resolveHost of [
    () => new Promise<never>(() => {}),
    () => Promise.reject(Object.assign(new Error("c4n4ry"), { code: "ENOTFOUND" })),
  ]) {
    const ports = { resolveHost, limits: { httpTotalMs: 200 } };
    const result = await exchange(read.target, message, { ports, signal: new AbortController().signal });
    expect(result).toMatchObject({
      kind: "failed",
      ambiguous: false,
      reason: expect.stringContaining("hooks.example.com:443"),
    });
    expect(JSON.stringify(result)).not.toContain("c4n4ry");
  }
});

test("no proxy of the environment is used, even where the process is told to use one", async () => {
  await using proxy = await startReceiver((response) => response.end());
  await using receiver = await startReceiver((response) => response.writeHead(202).end());
  // The control goes by the environment, and so shows that the process would use the proxy.
  const program = `
    const { get } = await import("node:http");
    await new Promise((resolve) => get("http://control.invalid/", resolve));
    const { exchange } = await import(${JSON.stringify(new URL("./exchange.ts", import.meta.url).href)});
    const { readTarget } = await import(${JSON.stringify(new URL("./target.ts", import.meta.url).href)});
    const { target } = readTarget("http://${receiver.place}/", ["${receiver.place}"]);
    const message = { method: "GET", headers: {}, body: "" };
    const result = await exchange(target, message, { ports: {}, signal: new AbortController().signal });
    console.log(JSON.stringify(result));
    process.exit();`;
  const proxyUrl = `http://${proxy.place}`;
  const env = {
    ...process.env,
    NODE_USE_ENV_PROXY: "1",
    HTTP_PROXY: proxyUrl,
    http_proxy: proxyUrl,
    NO_PROXY: "",
    no_proxy: "",
  };
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", program], { env });
  expect(JSON.parse(stdout)).toMatchObject({ kind: "answer", status: 202 });
  expect(proxy.requests.map(({ headers }) => headers.host)).toEqual(["control.invalid"]);
});
