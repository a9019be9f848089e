import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

import type { OtlpSink } from "@jobscope/testkit";
import { startOtlpSink } from "@jobscope/testkit";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const SERVICE = fileURLToPath(new URL("../../test/fixtures/service.ts", import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

function runService(
  scenario: string,
  endpoint: string,
  onReady?: (kill: (signal: NodeJS.Signals) => void) => void,
): Promise<Ended> {
  const started = Date.now();
  const child = spawn(process.execPath, [SERVICE, scenario], {
    env: { ...process.env, NODE_OPTIONS: "", OTEL_EXPORTER_OTLP_ENDPOINT: endpoint },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stderr.on("data", (chunk) => (stderr += String(chunk)));
  child.stdout.on("data", (chunk) => {
    stdout += String(chunk);
    if (stdout.includes("ready")) {
      onReady?.((signal) => child.kill(signal));
      onReady = undefined;
    }
  });
  return new Promise((resolve) => {
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr, ms: Date.now() - started }));
  });
}

const ends = (sink: OtlpSink): Record<string, unknown> =>
  Object.fromEntries(
    sink
      .events("job.run.end")
      .map(({ attributes }) => [
        String(attributes["job.name"]),
        [attributes["job.run.result"], attributes["error.type"]].filter((value) => value !== undefined).join(" "),
      ]),
  );

const stopReason = (sink: OtlpSink): unknown =>
  sink.events("job.process.stop")[0]?.attributes["job.process.stop.reason"];

describe("with the receiver up, everything arrives when the process ends", () => {
  let sink: OtlpSink;
  beforeEach(async () => {
    sink = await startOtlpSink();
  });
  afterEach(() => sink.close());

  test("by itself, in all three signals, and is not kept alive", async () => {
    const { code, stderr, ms } = await runService("natural", sink.url);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(ends(sink)).toEqual({ quick: "success" });
    expect(stopReason(sink)).toBe("exit");
    expect(sink.spans.map((span) => span.name)).toEqual(["run quick"]);
    expect(sink.points.some((point) => point.metric.name === "job.run.duration")).toBe(true);
    expect(ms).toBeLessThan(10_000);
  });

  test("by SIGTERM without a handler: running runs are cancelled, then the default action follows", async () => {
    const { code, signal } = await runService("signal", sink.url, (kill) => kill("SIGTERM"));
    expect({ code, signal }).toEqual({ code: null, signal: "SIGTERM" });
    expect(ends(sink)).toEqual({ quick: "success", long: "cancellation SIGTERM" });
    expect(stopReason(sink)).toBe("signal");
    expect(sink.events("job.run.start").map((event) => event.attributes["job.name"])).toEqual(["long"]);
  });

  test("by signals that come together, as npm, timeout and process groups send them: the first one counts", async () => {
    const { signal, stderr } = await runService("signal", sink.url, (kill) => {
      // Not twice the same, which may arrive as one. Which of two that wait comes first is the kernel's choice.
      kill("SIGINT");
      kill("SIGTERM");
    });
    expect(["SIGINT", "SIGTERM"]).toContain(signal);
    expect(stderr).toBe("");
    expect(ends(sink)).toEqual({ quick: "success", long: `cancellation ${String(signal)}` });
    expect(stopReason(sink)).toBe("signal");
  });

  test("by a signal right after the one that the application took with a once listener", async () => {
    const { signal, stderr } = await runService("signal-once", sink.url, (kill) => {
      kill("SIGINT");
      kill("SIGTERM");
    });
    expect({ signal, stderr }).toEqual({ signal: "SIGTERM", stderr: "" });
    expect(ends(sink)).toEqual({ quick: "success", long: "cancellation SIGTERM" });
    expect(stopReason(sink)).toBe("signal");
  });

  test("by SIGTERM with the application's own handler, which is called once and decides", async () => {
    const { code, stdout } = await runService("signal-own-handler", sink.url, (kill) => kill("SIGTERM"));
    expect(code).toBe(7);
    expect(stdout).toContain("handler called 1");
    expect(ends(sink)).toEqual({ quick: "success", long: "error process_signal" });
    expect(stopReason(sink)).toBe("signal");
  });

  test("by process.exit()", async () => {
    const { code, stderr } = await runService("exit", sink.url);
    expect({ code, stderr }).toEqual({ code: 3, stderr: "" });
    expect(ends(sink)).toEqual({ quick: "success", long: "error process_exit" });
    expect(stopReason(sink)).toBe("exit");
    expect(sink.spans.map((span) => span.name).toSorted()).toEqual(["run long", "run quick"]);
    expect(sink.events("performance.run").map(({ attributes }) => attributes["job.run.result"])).toEqual([
      "success",
      "error",
    ]);
    // The metrics of the last interval cannot be collected any more; the snapshot holds the same counts.
    expect(sink.events("metrics.snapshot").at(-1)?.attributes).toMatchObject({
      "job.process.runs.success": 1,
      "job.process.runs.error": 1,
      "job.process.active_run_count": 0,
    });
  });

  test("by an uncaught exception", async () => {
    const { code, stderr } = await runService("uncaught", sink.url);
    expect(code).toBe(1);
    expect(stderr).toContain("RangeError: boom");
    expect(stderr).not.toContain("could not deliver");
    expect(ends(sink)).toEqual({
      quick: "success",
      failing: "failure RangeError",
      long: "error process_uncaught_exception",
    });
    expect(sink.events("job.run.exception")[0]?.attributes["exception.message"]).toBe("boom");
    expect(stopReason(sink)).toBe("uncaught_exception");
  });

  test("by an unhandled rejection, which is still one", async () => {
    const { code, stderr } = await runService("unhandled", sink.url);
    expect(code).toBe(1);
    expect(stderr.match(/RangeError: nobody listens/g)).toHaveLength(1);
    expect(ends(sink)).toEqual({ quick: "success", rejecting: "failure RangeError" });
  });
});

test("a second signal after a second of waiting for a hung receiver ends the process, and what is lost is told", async () => {
  const hung = createServer();
  await new Promise<void>((resolve) => hung.listen(0, "127.0.0.1", resolve));
  const address = hung.address();
  const port = typeof address === "object" ? address?.port : 0;
  const ending = new AbortController();
  const { signal, stderr } = await runService("signal", `http://127.0.0.1:${port}`, (kill) => {
    kill("SIGTERM");
    const insist = setInterval(() => kill("SIGINT"), 200);
    ending.signal.addEventListener("abort", () => clearInterval(insist));
  });
  ending.abort();
  hung.close();
  expect(signal).toBe("SIGINT");
  expect(stderr).toMatch(/could not deliver before the process ended/);
});

describe("with the receiver down, the process ends within 5 s and says what was lost", () => {
  test.each([
    ["natural", undefined],
    ["exit", undefined],
    ["uncaught", undefined],
    ["signal", "SIGTERM"],
  ] as const)("%s", async (scenario, signal) => {
    const closed = await startOtlpSink();
    await closed.close();
    let leftMs = Date.now();
    const { stderr } = await runService(scenario, closed.url, (kill) => {
      leftMs = Date.now();
      if (signal !== undefined) kill(signal);
    });
    // 5 s are promised; the rest is for the start of a child on a busy machine.
    expect(Date.now() - leftMs).toBeLessThan(10_000);
    expect(stderr).toMatch(
      /^jobscope: could not deliver before the process ended: \d+ job events and \d+ log lines? to http:\/\/127\.0\.0\.1:\d+\/v1\/logs, \d+ spans? to http:\/\/127\.0\.0\.1:\d+\/v1\/traces$/m,
    );
  });
});
