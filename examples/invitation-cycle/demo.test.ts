import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

const MAIN = join(import.meta.dirname, "demo/main.ts");
const USUAL_PORTS = [4318, 4319];

interface Demo {
  output(): string;
  signal(name: NodeJS.Signals): void;
  readonly ended: Promise<unknown[]>;
}

function startDemo(...args: readonly string[]): Demo {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return { output: () => output, signal: (name) => void child.kill(name), ended: once(child, "exit") };
}

const held: Server[] = [];
beforeAll(async () => {
  for (const port of USUAL_PORTS) {
    const server = createServer();
    const settled = Promise.race([once(server, "listening"), once(server, "error").then(() => undefined)]);
    server.listen(port, "127.0.0.1");
    // Whoever has the port already keeps it from the demo as well.
    if ((await settled.catch(() => undefined)) !== undefined) held.push(server);
  }
});
afterAll(() => {
  for (const server of held) server.close();
});

describe.concurrent("the demo, while the usual ports are busy", () => {
  // Event-loop blocks come every 15 s by the clock, so a shorter demo may end before the first was reported.
  it("sees every outcome within 30 s, and ends by itself", { timeout: 90_000 }, async () => {
    const demo = startDemo("--for", "30s");
    const [code] = await demo.ended;
    expect(demo.output()).not.toContain("NOT SEEN");
    expect(demo.output().match(/^seen /gm)).toHaveLength(14);
    expect(demo.output()).toMatch(/[1-9]\d* e-mails were sent over SMTP/);
    expect(code, demo.output()).toBe(0);
    const [, port] = /http:\/\/127\.0\.0\.1:(\d+)\/api/.exec(demo.output()) ?? [];
    expect(USUAL_PORTS).not.toContain(Number(port));
  });

  it("runs until Ctrl-C, then says where to look next", { timeout: 90_000 }, async () => {
    const demo = startDemo();
    const deadline = Date.now() + 60_000;
    while (!demo.output().includes("success") && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const [, api = ""] = /(http:\/\/127\.0\.0\.1:\d+\/api\S*)\/status/.exec(demo.output()) ?? [];
    expect((await fetch(`${api}/health/ready`)).status).toBe(200);
    demo.signal("SIGINT");
    const [code] = await demo.ended;
    expect(code, demo.output()).toBe(0);
    expect(demo.output()).toContain("npx -y pnpm@12.21.0 jobscope serve");
    await expect(fetch(`${api}/health/ready`)).rejects.toThrow();
  });
});

it("refuses a time that is none", async () => {
  const demo = startDemo("--for", "soon");
  const [code] = await demo.ended;
  expect(code).toBe(1);
  expect(demo.output()).toContain("Give a time such as 30s or 2m.");
});
