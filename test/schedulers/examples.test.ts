import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

const EXAMPLES = join(import.meta.dirname, "../../examples");
const DEADLINE_MS = 30_000;

/** What the examples sent, as text, by service. */
const received: string[] = [];
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const body = Buffer.concat(chunks);
    received.push((request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body).toString());
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
});

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const arrived = (library: string): boolean => {
  const text = received.filter((body) => body.includes(`example-${library}`)).join("\n");
  return text.includes("job.declared") && text.includes("job.run.end") && text.includes("run generateInvoices");
};

describe("the smallest service", () => {
  it.each(["node-cron", "cron", "croner", "node-schedule"])(
    "%s: its runs arrive",
    { timeout: 60_000 },
    async (library) => {
      const { port } = server.address() as AddressInfo;
      const child = spawn(process.execPath, [join(EXAMPLES, library, "main.ts")], {
        env: {
          ...process.env,
          OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
          OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
          OTEL_BSP_SCHEDULE_DELAY: "200",
        },
        stdio: ["ignore", "pipe", "inherit"],
      });
      let output = "";
      child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
      try {
        const deadline = Date.now() + DEADLINE_MS;
        while (!arrived(library) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
        expect(arrived(library)).toBe(true);
        expect(output).toContain("invoices generated");
      } finally {
        child.kill("SIGTERM");
        if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
      }
    },
  );
});
