import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

import type { LogRecord } from "@jobscope/otlp";
import { startOtlpSink } from "@jobscope/testkit";
import { expect, it } from "vitest";

const START = "job.run.start";
const END = "job.run.end";
const runIds = (records: readonly Pick<LogRecord, "attributes">[]): readonly string[] =>
  records.map(({ attributes }) => String(attributes["job.run.id"]));
const allDiffer = (values: readonly unknown[]): boolean => new Set(values).size === values.length;

it.each([
  ["main", "example-existing-sdk"],
  ["providers", "example-providers"],
  ["untouched", "example-untouched"],
])(
  "%s: runs arrive once, as spans, metrics and job events, beside the service's own spans",
  { timeout: 60_000 },
  async (file, service) => {
    const sink = await startOtlpSink();
    const child = spawn(process.execPath, [join(import.meta.dirname, `${file}.ts`)], {
      env: {
        ...process.env,
        NODE_OPTIONS: "",
        OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
        OTEL_BSP_SCHEDULE_DELAY: "100",
        OTEL_METRIC_EXPORT_INTERVAL: "500",
        OTEL_METRIC_EXPORT_TIMEOUT: "500",
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    const exited = once(child, "exit");
    try {
      const counted = (): number =>
        Math.max(
          0,
          ...sink.points.map((point) =>
            point.metric.name === "job.run.duration" && point.kind === "histogram" ? point.count : 0,
          ),
        );
      await sink.until(() => sink.events(END).length >= 2 && sink.spans.length >= 4 && counted() >= 2, 30_000);
      child.kill("SIGTERM");
      await exited;

      const runs = runIds(sink.events(END));
      expect(allDiffer(runs)).toBe(true);
      expect(allDiffer(sink.spans.map(({ spanId }) => spanId))).toBe(true);
      const runSpans = sink.spans.filter(({ name }) => name === "run create-invoices");
      expect(runIds(runSpans).toSorted()).toEqual(runs.toSorted());
      // The service's own spans are children of the runs.
      const own = sink.spans.filter(({ name }) => name === "query customers");
      expect(own.map(({ parentSpanId }) => parentSpanId).toSorted()).toEqual(
        runSpans.map(({ spanId }) => spanId).toSorted(),
      );
      expect(counted()).toBeLessThanOrEqual(runs.length);
      expect(sink.events("job.declared").length).toBeGreaterThanOrEqual(1);
      expect(sink.events("job.process.start")).toHaveLength(1);
      expect(sink.events("job.process.stop")).toHaveLength(1);
      for (const record of [...sink.logs, ...sink.spans, ...sink.points]) {
        expect(record.resource.attributes["service.name"]).toBe(service);
      }
      expect(sink.events(START).length).toBeLessThanOrEqual(runs.length);
      expect(stderr).toBe("");
    } finally {
      child.kill("SIGKILL");
      await exited;
      await sink.close();
    }
  },
);
