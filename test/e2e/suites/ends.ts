/** How a service ends, and what the API then says of the runs that were under way. */
import { join } from "node:path";

import { ChildProgram, OtlpRelay, startOtlpSink } from "@jobscope/testkit";
import { describe, expect, test } from "vitest";

import { sharedMonitor } from "../support/shared-monitor.ts";

const SERVICE = join(import.meta.dirname, "../../../packages/instrumentation/test/fixtures/service.ts");

const monitor = sharedMonitor();

/** `namespace` tells the services of the scenarios apart. */
const startScenario = (scenario: string, endpoint: string, namespace: string): ChildProgram =>
  new ChildProgram({
    script: SERVICE,
    args: [scenario],
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
      OTEL_RESOURCE_ATTRIBUTES: `service.namespace=${namespace}`,
      TMPDIR: monitor.folder,
    },
  });

const finished = (end: { readonly state: string; readonly error: { readonly type: string | null } | null }): string =>
  [end.state, end.error?.type ?? ""].join(" ").trim();

describe.concurrent("when the service ends, the end of each run is in the API as soon as the process is gone", () => {
  test.each([
    ["natural", undefined, { code: 0, signal: null }, { quick: "success" }],
    ["signal", "SIGTERM", { code: null, signal: "SIGTERM" }, { quick: "success", long: "cancellation SIGTERM" }],
    ["signal-own-handler", "SIGTERM", { code: 7, signal: null }, { quick: "success", long: "error process_signal" }],
    ["exit", undefined, { code: 3, signal: null }, { quick: "success", long: "error process_exit" }],
    [
      "uncaught",
      undefined,
      { code: 1, signal: null },
      { quick: "success", failing: "failure RangeError", long: "error process_uncaught_exception" },
    ],
    ["unhandled", undefined, { code: 1, signal: null }, { quick: "success", rejecting: "failure RangeError" }],
  ] as const)("%s", { timeout: 40_000 }, async (scenario, signal, how, ends) => {
    await using program = startScenario(scenario, monitor.otlp, scenario);
    if (signal !== undefined) {
      await program.says(/ready/);
      program.signal(signal);
    }
    expect(await program.ended, program.stderr).toEqual(how);
    // No waiting: it ended, so what it said is stored.
    const runs = await monitor.api.runs(`namespace=${scenario}`);
    expect(Object.fromEntries(runs.map((run) => [run.job_name, finished(run)]))).toEqual(ends);
    expect(runs.filter((run) => run.state === "running" || run.provisional)).toEqual([]);
    const { instances } = await monitor.api.health();
    const own = instances.filter(({ service }) => service.namespace === scenario);
    expect(own.map(({ state }) => state)).toEqual(["stopped"]);
  });
});

describe.concurrent("with nobody to take it, the service ends within 5 s and counts on stderr what was lost", () => {
  test.each([
    ["natural", undefined],
    ["exit", undefined],
    ["uncaught", undefined],
    ["signal", "SIGTERM"],
  ] as const)("%s", { timeout: 40_000 }, async (scenario, signal) => {
    // What the same end delivers where somebody takes it.
    const sink = await startOtlpSink();
    const relay = await OtlpRelay.start(monitor.otlp);
    await relay.goAway();
    try {
      await using heard = startScenario(scenario, sink.url, `heard-${scenario}`);
      await using unheard = startScenario(scenario, relay.url, `unheard-${scenario}`);
      for (const program of [heard, unheard]) {
        if (signal === undefined) continue;
        await program.says(/ready/);
        program.signal(signal);
      }
      const leftAt = performance.now();
      await unheard.ended;
      const tookMs = performance.now() - leftAt;
      await heard.ended;
      // 5 s are promised; where no signal marks the end, the start of the process is in the figure.
      expect(tookMs).toBeLessThan(signal === undefined ? 15_000 : 5_000);
      const lost =
        /could not deliver before the process ended: (\d+) job events? and (\d+) log lines? to \S+\/v1\/logs, (\d+) spans? to \S+\/v1\/traces\n/.exec(
          unheard.stderr,
        );
      const uids = (isEvent: boolean): number =>
        new Set(
          sink.logs
            .filter(({ eventName }) => eventName.startsWith("job.") === isEvent)
            .map(({ attributes }) => attributes["log.record.uid"]),
        ).size;
      const spans = new Set(sink.spans.map(({ spanId }) => spanId)).size;
      const [events, lines, spansLost] = lost?.slice(1).map(Number) ?? [];
      expect([lines, spansLost], unheard.stderr).toEqual([uids(false), spans]);
      // A busy machine may stretch each run past the threshold from which it sends a start of its own.
      expect(Math.abs((events ?? Number.NaN) - uids(true)), unheard.stderr).toBeLessThanOrEqual(spans);
    } finally {
      await sink.close();
    }
  });
});
