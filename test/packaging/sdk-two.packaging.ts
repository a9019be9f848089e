/** The packed instrumentation beside a real OpenTelemetry SDK 2.x, forced into one project as users do. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { catalogVersion, createScratch, packAll } from "./pack.ts";

/** The last releases of the 2.x line; its packages refuse an API from 1.10 on, so npm is told not to look. */
const SDK_TWO = { "@opentelemetry/sdk-node": "0.223.0" };
const scratch = createScratch("sdk-two");

beforeAll(() => {
  const tarballs = join(scratch.path, "tarballs");
  mkdirSync(tarballs);
  const packed = packAll(tarballs).filter(({ name }) => /semconv|sanitizer|instrumentation/.test(name));
  const own = Object.fromEntries(packed.map(({ name, tarball }) => [name, `file:${tarball}`]));
  const api = { "@opentelemetry/api": catalogVersion("@opentelemetry/api") };
  const manifest = { private: true, type: "module", dependencies: { ...own, ...api, ...SDK_TWO }, overrides: own };
  writeFileSync(join(scratch.path, "package.json"), JSON.stringify(manifest));
  const args = ["install", "--legacy-peer-deps", "--ignore-scripts", "--no-audit", "--no-fund"];
  execFileSync("npm", args, { cwd: scratch.path, stdio: "pipe" });
});
afterAll(() => scratch.remove());

test.each([
  ["start() after it", "new NodeSDK().start(); start();"],
  ["its NodeSDK with our parts", "new NodeSDK({ ...nodeSdkOptions() }).start();"],
])("%s: a warning names the versions and the ways out", (_, telemetry) => {
  const source = `
    import { NodeSDK } from "@opentelemetry/sdk-node";
    import { nodeSdkOptions, start, wrapJob } from "@jobscope/instrumentation";
    ${telemetry}
    console.log(await wrapJob({ name: "job" }, async () => "done")());
    setTimeout(() => process.exit(), 500);`;
  writeFileSync(join(scratch.path, "service.js"), source);
  const env = { ...process.env, OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9", NODE_OPTIONS: "" };
  const { stdout, stderr } = spawnSync(process.execPath, ["service.js"], { cwd: scratch.path, env, encoding: "utf8" });
  expect(stdout).toBe("done\n");
  expect(stderr).toMatch(/JobscopeWarning: An OpenTelemetry SDK 2\.x runs in this process; jobscope needs SDK 3\.x/);
});
