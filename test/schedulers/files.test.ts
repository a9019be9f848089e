import { describe, expect, it } from "vitest";

import { runChild } from "./support/child.ts";

describe("node-cron tasks given as files", () => {
  it("are recorded from the parent, and the parent lives on as it does without", { timeout: 60_000 }, async () => {
    const [bare, instrumented] = await Promise.all(
      ["bare", "instrumented"].map((mode) => runChild("run-files.ts", [mode])),
    );
    expect(bare?.code).toBe(0);
    expect(instrumented?.code).toBe(0);
    expect(instrumented?.stdout).toBe(bare?.stdout);
    expect(instrumented?.stdout).toContain("alive");
    const ends = instrumented?.telemetry?.events.filter((event) => event.name === "job.run.end") ?? [];
    const first = (job: string): Readonly<Record<string, unknown>> =>
      ends.find((event) => event.attributes["job.name"] === job)?.attributes ?? {};
    expect(first("good")).toMatchObject({ "job.run.result": "success", "job.run.trigger": "schedule" });
    expect(first("throws")).toMatchObject({ "job.run.result": "failure", "error.type": "TypeError" });
    expect(first("exits")).toMatchObject({ "job.run.result": "failure" });
    expect(first("missing")).toMatchObject({
      "job.run.result": "failure",
      "job.run.trigger": "startup",
      "error.type": "ERR_MODULE_NOT_FOUND",
    });
    expect(first("good")["job.run.scheduled_time"]).toMatch(/\.000Z$/);
  });
});
