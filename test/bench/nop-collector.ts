import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { freePort, waitFor } from "@jobscope/testkit";

import { collectorBinaryPath } from "../../scripts/collector/binary.ts";

const config = (port: number): string => `
receivers: { otlp: { protocols: { http: { endpoint: "127.0.0.1:${port}" } } } }
exporters: { nop: {} }
service:
  pipelines:
    traces: { receivers: [otlp], exporters: [nop] }
    logs: { receivers: [otlp], exporters: [nop] }
  telemetry: { logs: { level: error }, metrics: { level: none } }
`;

/** The collector on one core, that decodes what it receives and drops it. */
export async function startNopCollector(): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const folder = mkdtempSync(join(tmpdir(), "jobscope-bench-"));
  const port = await freePort();
  const file = join(folder, "nop.yaml");
  writeFileSync(file, config(port));
  const env = { ...process.env, GOMAXPROCS: "1" };
  const child = spawn(collectorBinaryPath(), ["--config", file], { env, stdio: ["ignore", "ignore", "inherit"] });
  child.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  await waitFor("the collector", () => {
    if (child.exitCode !== null) throw new Error(`The collector ended with code ${child.exitCode}.`);
    return fetch(`http://127.0.0.1:${port}`).then(
      () => true,
      () => false,
    );
  });
  return { child, port };
}
