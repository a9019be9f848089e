import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { SanitizingSpanProcessor, createSanitizer } from "@jobscope/sanitizer";
import type { OtlpSink } from "@jobscope/testkit";
import { startOtlpSink } from "@jobscope/testkit";
import { BatchSpanProcessor, InMemorySpanExporter } from "@opentelemetry/sdk-trace";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { nodeSdkOptions } from "./node-sdk-options.ts";

const PROGRAM = fileURLToPath(new URL("../../test/fixtures/secrets.ts", import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(args: readonly string[], env: Record<string, string>): Promise<Ended> {
  const child = spawn(process.execPath, [PROGRAM, ...args], { env: { ...process.env, NODE_OPTIONS: "", ...env } });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => (stdout += String(chunk)));
  child.stderr.on("data", (chunk) => (stderr += String(chunk)));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, stdout, stderr })));
}

let sink: OtlpSink;
let directory: string;
beforeEach(async () => {
  sink = await startOtlpSink();
  directory = mkdtempSync(join(tmpdir(), "jobscope-policy-"));
});
afterEach(async () => {
  await sink.close();
  rmSync(directory, { recursive: true });
});

/** Which of the planted secrets are in there; each names its place. */
const leaks = (output: unknown): readonly string[] =>
  Array.from((typeof output === "string" ? output : JSON.stringify(output)).matchAll(/canary[.\w@-]*/gi), String);

const everything = (): unknown => [sink.logs, sink.spans, sink.points];

const UNTOUCHED = { same: true, untouched: true };

describe("no secret leaves a careless service, in any signal", () => {
  test.each([
    ["", "http/protobuf"],
    ["", "http/json"],
    ["exit", "http/protobuf"],
    ["parts", "http/protobuf"],
    ["production", "http/json"],
  ])("%s over %s", async (scenario, protocol) => {
    const { code, stdout, stderr } = await run([scenario], {
      OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
    });
    expect(code).toBe(0);
    const [own = ""] = stdout.split("\n");
    expect(JSON.parse(own)).toMatchObject(UNTOUCHED);
    expect(JSON.parse(own).reads).toBeLessThanOrEqual(1);
    expect(sink.events("job.run.end")).toHaveLength(3);
    expect(sink.spans.length).toBeGreaterThan(4);
    expect(leaks(everything())).toEqual([]);
    expect(leaks(stderr)).toEqual([]);
    for (const { scope } of [...sink.logs, ...sink.spans, ...sink.points])
      expect(scope.attributes["jobscope.sanitizer.policy"], scope.name).toBe("default");
    const names = sink.events("job.run.end").map(({ attributes }) => attributes["job.name"]);
    expect(new Set(names).size).toBe(3);
    expect(names.some((name) => String(name).endsWith("#2"))).toBe(true);
  });

  test("what was found is counted, by detector, place and action", async () => {
    await run([""], { OTEL_EXPORTER_OTLP_ENDPOINT: sink.url });
    const counted = sink.points.filter(({ metric }) => metric.name === "jobscope.sanitizer.findings");
    expect(counted.map(({ attributes }) => attributes)).toContainEqual({
      "jobscope.sanitizer.detector": "email",
      "jobscope.sanitizer.location": "span_name",
      "jobscope.sanitizer.action": "mask",
    });
  });

  test("on the console", async () => {
    const { stdout, stderr } = await run([""], {
      OTEL_TRACES_EXPORTER: "console",
      OTEL_METRICS_EXPORTER: "console",
      OTEL_LOGS_EXPORTER: "console",
      OTEL_LOG_LEVEL: "debug",
      OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
    });
    expect(stdout).toContain("job.run.end");
    expect(stdout).toContain("jobscope.sanitizer.findings");
    expect(leaks(stdout + stderr)).toEqual([]);
  });

  test("what we record through an SDK that stays untouched", async () => {
    const { stdout } = await run(["sdk-before"], { OTEL_EXPORTER_OTLP_ENDPOINT: sink.url });
    expect(JSON.parse(stdout.split("\n")[0] ?? "")).toMatchObject(UNTOUCHED);
    expect(sink.events("job.run.exception").length).toBeGreaterThan(0);
    expect(sink.spans.length).toBeGreaterThan(3);
    expect(leaks([sink.logs.map(({ resource: _resource, ...log }) => log), sink.spans, sink.points])).toEqual([]);
  });

  test("a receiver that is away, and an address with a password in it", async () => {
    const { stderr } = await run(["exit"], {
      OTEL_EXPORTER_OTLP_ENDPOINT: "http://user:canaryEndpoint1@127.0.0.1:1",
    });
    expect(stderr).toContain("could not deliver");
    expect(leaks(stderr)).toEqual([]);
  });
});

test("a list of headers that cannot be read is not quoted", async () => {
  const { stderr } = await run([""], {
    OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
    OTEL_EXPORTER_OTLP_HEADERS: "canaryHeaderWithoutEquals",
  });
  expect(stderr).toContain("entry 1 of a key=value list is left out");
  expect(leaks(stderr)).toEqual([]);
});

describe("the policy", () => {
  const emails = (): readonly string[] =>
    sink.logs.flatMap(({ body }) => (typeof body === "string" && body.startsWith("hello ") ? [body] : []));
  const policies = (): ReadonlySet<unknown> =>
    new Set(sink.logs.map(({ scope }) => scope.attributes["jobscope.sanitizer.policy"]));

  test("of the options", async () => {
    await run(["policy"], { OTEL_EXPORTER_OTLP_ENDPOINT: sink.url });
    expect(emails()).toEqual(["hello "]);
    expect(policies()).toEqual(new Set(["house rules"]));
  });

  test.each([
    ["a preset", "gdpr"],
    ["a file", ""],
  ])("of the environment: %s", async (_, preset) => {
    const file = join(directory, "policy.yaml");
    writeFileSync(file, "name: of the file\ndetectors:\n  email: remove\n");
    await run([""], { OTEL_EXPORTER_OTLP_ENDPOINT: sink.url, JOBSCOPE_SANITIZER_POLICY: preset || file });
    expect(policies()).toEqual(new Set([preset || "of the file"]));
    expect(leaks(everything())).toEqual([]);
  });

  test.each([["no-such-file.yaml"], ["bad.json"]])(
    "%s that cannot be used turns telemetry off, with the fix",
    async (name) => {
      const file = join(directory, name);
      if (name === "bad.json") writeFileSync(file, '{ "detectors": { "email": "shout" } }');
      const { code, stdout, stderr } = await run([""], {
        OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
        JOBSCOPE_SANITIZER_POLICY: file,
      });
      expect([code, sink.requests.length]).toEqual([0, 0]);
      expect(stdout).toContain('"untouched":true');
      expect(stderr).toContain("telemetry is off: JOBSCOPE_SANITIZER_POLICY=");
      expect(stderr).toContain("or the path of a policy file");
    },
  );

  test("turned off says what leaves", () => {
    const warned = warnings();
    nodeSdkOptions({ sanitizer: false, exitHandlers: false });
    expect(warned()).toMatchObject([expect.stringContaining("sanitizing is off (sanitizer: false)")]);
  });
});

test("stack traces keep the application's frames alone in production", async () => {
  await run(["production"], { OTEL_EXPORTER_OTLP_ENDPOINT: sink.url });
  const stacks = [...sink.logs, ...sink.spans].flatMap(({ attributes }) => attributes["exception.stacktrace"] ?? []);
  expect(stacks.length).toBeGreaterThan(1);
  expect(stacks.join("\n")).toContain("secrets.ts");
  expect(JSON.stringify(everything())).not.toMatch(/at [^"]*(node:internal|node_modules)/);
});

test("limits of the environment cut behind the sanitizer", async () => {
  const short = { OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: "12" };
  await run([""], { OTEL_EXPORTER_OTLP_ENDPOINT: sink.url, ...short });
  const values = [...sink.logs, ...sink.spans].flatMap(({ attributes }) => Object.values(attributes));
  for (const value of values) if (typeof value === "string") expect(value.length).toBeLessThanOrEqual(12);
  expect(leaks(everything())).toEqual([]);
});

describe("a list of one's own", () => {
  const sanitizer = createSanitizer();
  const batch = (): BatchSpanProcessor => new BatchSpanProcessor({ exporter: new InMemorySpanExporter() });

  test("that sends before a sanitizer of one's own is refused", () => {
    const spanProcessors = [batch(), new SanitizingSpanProcessor({ sanitizer })];
    expect(() => nodeSdkOptions({ spanProcessors, exitHandlers: false })).toThrow(
      /processors\[0] \(BatchSpanProcessor\)/,
    );
  });

  test("stands behind the sanitizer", () => {
    const { spanProcessors } = nodeSdkOptions({ spanProcessors: [batch()], exitHandlers: false });
    expect(spanProcessors).toHaveLength(1);
    expect(spanProcessors[0]).toBeInstanceOf(SanitizingSpanProcessor);
  });
});

/** Process warnings from now on. */
function warnings(): () => readonly string[] {
  const said: string[] = [];
  const original = process.emitWarning;
  process.emitWarning = (warning: string | Error): void => void said.push(String(warning));
  return () => {
    process.emitWarning = original;
    return said;
  };
}
