import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Server } from "node:tls";
import { createServer } from "node:tls";

import type { OtlpSink } from "@jobscope/testkit";
import { ChildProgram, startOtlpSink } from "@jobscope/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";

import { readSettings } from "./settings.ts";

const SERVICE = join(import.meta.dirname, "../../test/fixtures/service.ts");

const folder = mkdtempSync(join(tmpdir(), "jobscope-tls-"));
const key = join(folder, "key.pem");
const cert = join(folder, "cert.pem");
let sink: OtlpSink;
let server: Server;

/** A receiver behind TLS that takes only clients with the certificate; it is its own authority. */
beforeAll(async () => {
  const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", cert];
  const subject = ["-subj", "/CN=jobscope test", "-addext", "subjectAltName=IP:127.0.0.1"];
  execFileSync("openssl", [...request, ...subject], { stdio: "pipe" });
  sink = await startOtlpSink();
  const pem = { key: readFileSync(key), cert: readFileSync(cert), ca: readFileSync(cert) };
  server = createServer({ ...pem, requestCert: true, rejectUnauthorized: true }, (socket) => {
    const onward = connect(sink.port, "127.0.0.1");
    for (const end of [socket, onward]) end.on("error", () => [socket, onward].forEach((each) => each.destroy()));
    socket.pipe(onward).pipe(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(async () => {
  server.close();
  await sink.close();
  rmSync(folder, { recursive: true });
});

async function runService(scenario: string, env: Readonly<Record<string, string>>): Promise<string> {
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  await using program = new ChildProgram({
    script: SERVICE,
    args: [scenario],
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: `https://127.0.0.1:${port}`, ...env },
  });
  await program.ended;
  return program.stderr;
}

const own = {
  OTEL_EXPORTER_OTLP_CERTIFICATE: cert,
  OTEL_EXPORTER_OTLP_CLIENT_KEY: key,
  OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: cert,
};

test("with its certificates every signal arrives at a receiver with an authority of its own", async () => {
  expect(await runService("natural", own)).toBe("");
  expect(sink.events("job.run.end")).toHaveLength(1);
  expect(sink.events("performance.run")).toHaveLength(1);
  expect(sink.spans).toHaveLength(1);
  expect(sink.points.some(({ metric }) => metric.name === "job.run.duration")).toBe(true);
});

test("what process.exit() left is sent with them too", async () => {
  const before = sink.events("job.run.end").length;
  expect(await runService("exit", own)).toBe("");
  expect(sink.events("job.run.end")).toHaveLength(before + 2);
});

test("without them nothing is sent, and what was lost is told", async () => {
  const before = sink.requests.length;
  expect(await runService("exit", {})).toMatch(/could not deliver .* job events/);
  expect(sink.requests).toHaveLength(before);
});

test("the variable of one signal wins; a file that cannot be read is told, and done without", () => {
  const { logs, traces, problems } = readSettings(
    {},
    { OTEL_EXPORTER_OTLP_CERTIFICATE: join(folder, "none.pem"), OTEL_EXPORTER_OTLP_LOGS_CERTIFICATE: cert },
  );
  expect(logs.tls).toEqual({ ca: readFileSync(cert, "utf8") });
  expect(traces.tls).toBeUndefined();
  expect(new Set(problems)).toEqual(
    new Set([expect.stringMatching(/^the file of OTEL_EXPORTER_OTLP_CERTIFICATE is done without: ENOENT.*none\.pem/)]),
  );
});
