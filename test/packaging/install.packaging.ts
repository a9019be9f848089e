/** The tarballs installed into an empty project, where nothing of this workspace can help them. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { freePort, type OtlpSink, startOtlpSink, waitFor } from "@jobscope/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { catalogVersion, createScratch, packAll } from "./pack.ts";

const scratch = createScratch("install");
const service = join(scratch.path, "service");
const monitor = join(scratch.path, "monitor");

/** The oldest Node.js that the packages promise to run in, as a package: its binary, without an install script. */
const OLDEST = { version: "22.15.0", package: `node-${process.platform}-${process.arch}` };
const oldestNode = join(scratch.path, "oldest/node_modules", OLDEST.package, "bin/node");

/** Same node as this test, whatever `node` is on the PATH. */
const ENV = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env["PATH"] ?? ""}`, CI: "" };

beforeAll(() => {
  const tarballs = join(scratch.path, "tarballs");
  mkdirSync(tarballs);
  const packed = packAll(tarballs);
  const tarball = (name: string): string => `file:${packed.find((one) => one.name === name)?.tarball ?? ""}`;
  const inProcess = ["@jobscope/semconv", "@jobscope/sanitizer", "@jobscope/instrumentation"];
  install(service, {
    ...Object.fromEntries(inProcess.map((name) => [name, tarball(name)])),
    "@opentelemetry/api": catalogVersion("@opentelemetry/api"),
    "node-cron": catalogVersion("node-cron"),
  });
  install(join(scratch.path, "oldest"), { [OLDEST.package]: OLDEST.version });
  install(monitor, Object.fromEntries(packed.map(({ name }) => [name, tarball(name)])));
});
afterAll(() => scratch.remove());

function install(folder: string, dependencies: Readonly<Record<string, string>>): void {
  mkdirSync(folder);
  // Overrides, because the packages ask for each other by version and no registry has them yet.
  const own = Object.entries(dependencies).filter(([, version]) => version.startsWith("file:"));
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "empty", private: true, dependencies, overrides: Object.fromEntries(own) }),
  );
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts"], {
    cwd: folder,
    env: ENV,
    stdio: "pipe",
  });
}

const USE = `
const handle = start({ serviceName: "packed" });
const { schedule } = instrumentNodeCron(cron);
const greet = wrapJob({ name: "greet" }, (name) => "hello " + name);
const task = schedule("* * * * * *", async () => {}, { name: "tick" });
if (greet("world") !== "hello world") throw new Error("the wrapped job answers something else");
task.execute().then(() => task.destroy()).then(() => handle.shutdown()).then(() => console.log("done"));
`;
const SCRIPTS = {
  "service.cjs": `const { start, wrapJob, instrumentNodeCron } = require("@jobscope/instrumentation");\nconst cron = require("node-cron");${USE}`,
  "service.mjs": `import { start, wrapJob, instrumentNodeCron } from "@jobscope/instrumentation";\nimport cron from "node-cron";${USE}`,
};

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

async function runScript(
  file: string,
  env: Readonly<Record<string, string>>,
  node: string = process.execPath,
): Promise<Ended> {
  const child = spawn(node, [file], { cwd: service, env: { ...ENV, ...env } });
  const read = readOutput(child);
  const [code] = await once(child, "close");
  return { code, output: read() };
}

function readOutput(child: ChildProcess): () => string {
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return () => output;
}

function jobsThatEnded(sink: OtlpSink): unknown[] {
  return sink.logs.filter((log) => log.eventName === "job.run.end").map((log) => log.attributes["job.name"]);
}

describe.each(Object.entries(SCRIPTS))("the instrumentation in %s", (file, source) => {
  test.each([
    ["this Node.js", process.execPath],
    [`Node.js ${OLDEST.version}`, oldestNode],
  ])("runs jobs under %s and delivers them over OTLP", async (_, node) => {
    writeFileSync(join(service, file), source);
    const sink = await startOtlpSink();
    try {
      const { code, output } = await runScript(file, { OTEL_EXPORTER_OTLP_ENDPOINT: sink.url }, node);
      expect(output).toContain("done");
      expect(code, output).toBe(0);
      await waitFor("both runs", () => new Set(jobsThatEnded(sink)).size >= 2);
      expect(new Set(jobsThatEnded(sink))).toEqual(new Set(["greet", "tick"]));
    } finally {
      await sink.close();
    }
  });
});

/** A Node.js of this machine that is too old; the PATH of a test begins with the one that runs it. */
const TOO_OLD = ["/usr/bin/node", "/usr/local/bin/node", "/opt/node20/bin/node"].find((node) => {
  const { stdout } = spawnSync(node, ["-p", "process.versions.node"], { encoding: "utf8" });
  return /^2[01]\./.test(stdout ?? "");
});
if (TOO_OLD === undefined) process.stderr.write("SKIPPED: no Node.js 20 or 21 here in which to be refused\n");

test.skipIf(TOO_OLD === undefined).each(Object.entries(SCRIPTS))(
  "an older Node.js is told which one it takes, in %s",
  async (file, source) => {
    writeFileSync(join(service, file), source);
    const { code, output } = await runScript(file, {}, TOO_OLD);
    expect(code).not.toBe(0);
    expect(output).toMatch(
      /UnsupportedNodeError: .*@jobscope\/instrumentation.* needs Node\.js 22\.15 or newer; this is/,
    );
  },
);

test("ESM and CommonJS copies in one process share their state", async () => {
  const source = `
    import { createRequire } from "node:module";
    import * as esm from "@jobscope/instrumentation";
    const cjs = createRequire(import.meta.url)("@jobscope/instrumentation");
    const first = esm.start({ serviceName: "twice" });
    if (cjs.start() !== first) throw new Error("two handles");
    await first.shutdown();
    console.log("done");`;
  writeFileSync(join(service, "both.mjs"), source);
  const sink = await startOtlpSink();
  try {
    const { code, output } = await runScript("both.mjs", { OTEL_EXPORTER_OTLP_ENDPOINT: sink.url });
    expect(output).toContain("done");
    expect(code, output).toBe(0);
  } finally {
    await sink.close();
  }
});

test("the installed `jobscope` command takes runs and answers an admin", async () => {
  const [otlp, api] = await Promise.all([freePort(), freePort()]);
  const args = ["serve", "--otlp-addr", `127.0.0.1:${otlp}`, "--api-addr", `127.0.0.1:${api}`, "--data", "data"];
  const key = "packaging-admin-key-0123456789abcdef";
  const child = spawn(join(monitor, "node_modules/.bin/jobscope"), args, {
    cwd: monitor,
    env: { ...ENV, JOBSCOPE_ADMIN_KEY: key },
  });
  const output = readOutput(child);
  const jobs = (): Promise<Response> =>
    fetch(`http://127.0.0.1:${api}/api/scheduler-monitoring/jobs`, { headers: { authorization: `Bearer ${key}` } });
  try {
    await waitFor("the API", async () => {
      if (child.exitCode !== null) throw new Error(`jobscope ended with code ${child.exitCode}:\n${output()}`);
      return jobs().then(
        (response) => response.ok,
        () => false,
      );
    });
    writeFileSync(join(service, "service.mjs"), SCRIPTS["service.mjs"]);
    const { code, output: said } = await runScript("service.mjs", {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${otlp}`,
    });
    expect(code, said).toBe(0);
    await waitFor("the job in the API", async () => (await (await jobs()).text()).includes('"greet"'));
  } finally {
    const ended = once(child, "exit");
    if (child.exitCode === null) {
      child.kill("SIGTERM");
      await ended;
    }
  }
  expect(child.exitCode, output()).toBe(0);
});
