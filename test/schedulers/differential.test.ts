import { beforeAll, describe, expect, it } from "vitest";

import type { ChildResult } from "./support/child.ts";
import { comparable, runChild } from "./support/child.ts";
import type { SeenEvent, SeenTelemetry } from "./support/telemetry.ts";

const FORMATS = ["esm", "cjs"] as const;
const CRASHES: Readonly<Record<string, readonly string[]>> = {
  "node-cron": ["many listeners"],
  cron: ["missing command", "command exits", "throwing error handler"],
  croner: ["sync throw", "rejection", "rejection with a handler"],
  "node-schedule": ["sync throw", "rejection"],
};
const LIBRARIES = Object.keys(CRASHES);

/** Results that the scenarios must leave behind, whatever else they do. */
const RESULTS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  "node-cron": { failure: 5 },
  cron: { failure: 4 },
  croner: { failure: 2 },
  "node-schedule": { failure: 3 },
};

describe.each(LIBRARIES)("%s, bare and instrumented", { timeout: 60_000 }, (library) => {
  describe.each(FORMATS)("as %s", (format) => {
    let bare: ChildResult;
    let instrumented: ChildResult;
    let withoutSdk: ChildResult;

    beforeAll(async () => {
      [bare, instrumented, withoutSdk] = (await Promise.all(
        ["bare", "instrumented", "no-sdk"].map((mode) =>
          runChild("run-scenario.ts", [library, format, mode, "scenarios"]),
        ),
      )) as [ChildResult, ChildResult, ChildResult];
    });

    it("calls, values, errors, events and their order are the same", () => {
      expect(bare.code).toBe(0);
      expect(bare.stdout).toMatch(/\nend\n$/);
      expect(instrumented.stdout).toBe(bare.stdout);
      expect(withoutSdk.stdout).toBe(bare.stdout);
    });

    it("warnings, output on stderr and exit code are the same", () => {
      expect(comparable(instrumented.stderr)).toBe(comparable(bare.stderr));
      expect(comparable(withoutSdk.stderr)).toBe(comparable(bare.stderr));
      expect([instrumented.code, withoutSdk.code]).toEqual([0, 0]);
    });

    it("every run is a root span of its own, linked to the request that registered the job", () => {
      const { spans, requestTraceIds } = telemetryOf(instrumented);
      const runs = spans.filter((span) => span.name.startsWith("run "));
      expect(runs.length).toBeGreaterThan(10);
      expect(runs.filter((span) => span.hasParent)).toEqual([]);
      expect(new Set(runs.map((span) => span.traceId)).size).toBe(runs.length);
      expect(runs.filter((span) => requestTraceIds.includes(span.traceId))).toEqual([]);
      expect(runs.filter((span) => !span.links.some((id) => requestTraceIds.includes(id)))).toEqual([]);
    });

    it("what the library swallows is a failure all the same", () => {
      const ends = eventsOf(instrumented, "job.run.end");
      for (const [result, count] of Object.entries(RESULTS[library] ?? {})) {
        const found = ends.filter((event) => event.attributes["job.run.result"] === result);
        expect(found.length).toBeGreaterThanOrEqual(count);
        if (result === "failure") {
          expect(found.map((event) => event.attributes["error.type"])).toContain("E_CUSTOM");
        }
      }
    });

    it("no name on the wire is one that the library made up", () => {
      const names = new Set(instrumented.telemetry?.events.map((event) => String(event.attributes["job.name"])));
      const made = [...names].filter((name) => /Anonymous Job|[\da-f]{8}-[\da-f]{4}-|^onTick/.test(name));
      expect(made).toEqual([]);
      expect(names.size).toBeGreaterThan(3);
    });

    it.each(CRASHES[library] ?? [])("%s: the process ends, or does not, in the same way", async (crash) => {
      const [plain, observed] = (await Promise.all(
        ["bare", "instrumented"].map((mode) => runChild("run-scenario.ts", [library, format, mode, crash])),
      )) as [ChildResult, ChildResult];
      expect([observed.code, observed.signal]).toEqual([plain.code, plain.signal]);
      expect(observed.stdout).toBe(plain.stdout);
      expect(comparable(observed.stderr)).toBe(comparable(plain.stderr));
      if (crash !== "many listeners") {
        const results = eventsOf(observed, "job.run.end").map((event) => event.attributes["job.run.result"]);
        expect(results).toContain("failure");
      }
    });
  });
});

function telemetryOf(child: ChildResult): SeenTelemetry {
  if (child.telemetry === undefined) throw new Error(`the child left no telemetry: ${child.stderr}`);
  return child.telemetry;
}

const eventsOf = (child: ChildResult, name: string): readonly SeenEvent[] =>
  telemetryOf(child).events.filter((event) => event.name === name);
