import type { NetConnectOpts } from "node:net";

import { expect, test, vi } from "vitest";

import { startReceiver } from "../../../test/notify/http-receiver.ts";

// Stands for a machine on which a public address leads to a private one: a transparent proxy, a rewritten route.
vi.mock(import("node:net"), async (importOriginal) => {
  const net = await importOriginal();
  const connect = (options: NetConnectOpts): unknown =>
    net.connect({ ...options, host: "127.0.0.1", port: elsewhere.port });
  return { ...net, connect: connect as typeof net.connect };
});

const elsewhere = { port: 0 };
const { exchange } = await import("./exchange.ts");
const { readTarget } = await import("./target.ts");

test("a connection that ends at a private address is given up before a byte is sent", async () => {
  await using receiver = await startReceiver((response) => response.end());
  elsewhere.port = receiver.port;
  const read = readTarget("https://93.184.215.14/", []);
  if (read.kind === "forbidden") throw new Error(read.reason);
  const message = { method: "POST", headers: {}, body: "secret" } as const;
  const result = await exchange(read.target, message, { ports: {}, signal: new AbortController().signal });
  expect(result).toMatchObject({ kind: "forbidden", reason: expect.stringContaining("reached at a private address") });
  expect(receiver.requests).toHaveLength(0);
});
