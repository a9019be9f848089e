/** What can be said of the shipped collector files without the collector. */
import { readFileSync } from "node:fs";

import { expect, test } from "vitest";
import { parse } from "yaml";

import { BUILDER_VERSION, COLLECTOR_CONFIG, COLLECTOR_MANIFEST } from "../../scripts/collector/binary.ts";

type Section = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
interface Pipeline {
  readonly receivers: readonly string[];
  readonly processors: string;
  readonly exporters: string;
}

const text = readFileSync(COLLECTOR_CONFIG, "utf8");
const config: {
  readonly receivers: Section;
  readonly processors: Section;
  readonly exporters: Section;
  readonly extensions: Section;
  readonly service: { readonly extensions: readonly string[]; readonly pipelines: Readonly<Record<string, Pipeline>> };
} = parse(text);
const manifest: Readonly<Record<string, readonly { readonly gomod: string }[]>> = parse(
  readFileSync(COLLECTOR_MANIFEST, "utf8"),
);
const pipelines = Object.entries(config.service.pipelines);
const exporters = Object.entries(config.exporters);

/** Folder of the Go module by component type, where the two differ. */
const MODULE_OF: Readonly<Record<string, string>> = {
  otlp: "otlpreceiver",
  memory_limiter: "memorylimiterprocessor",
  otlp_http: "otlphttpexporter",
  otlp_grpc: "otlpexporter",
  health_check: "healthcheckextension",
  file_storage: "filestorage",
};

test("every component of the configuration is in the manifest", () => {
  const modules = ["receivers", "processors", "exporters", "extensions"].flatMap((kind) =>
    (manifest[kind] ?? []).map(({ gomod }) => gomod.split(" ")[0]?.split("/").at(-1)),
  );
  for (const section of [config.receivers, config.processors, config.exporters, config.extensions]) {
    for (const id of Object.keys(section)) expect(modules, id).toContain(MODULE_OF[id.split("/")[0] ?? ""]);
  }
});

test("the modules of the manifest have the version of the builder, the stable ones its pair", () => {
  for (const { gomod } of Object.values(manifest).flatMap((modules) => (Array.isArray(modules) ? modules : []))) {
    const [path = "", version] = gomod.split(" ");
    expect(version, path).toBe(path.includes("/confmap/provider/") ? "v1.67.0" : BUILDER_VERSION);
  }
});

test("all three signals flow, limited in memory first", () => {
  expect(pipelines.map(([signal]) => signal).toSorted()).toEqual(["logs", "metrics", "traces"]);
  for (const [, { receivers, processors }] of pipelines) {
    expect(receivers).toEqual(["otlp"]);
    expect(processors).toBe("${env:COLLECTOR_PROCESSORS:-[memory_limiter]}");
  }
});

test.each(exporters)("%s queues on disk, sized in bytes, and retries for ever", (_, exporter) => {
  expect(exporter).toMatchObject({
    retry_on_failure: { max_elapsed_time: 0 },
    sending_queue: { storage: "file_storage/queue", sizer: "bytes" },
  });
});

test("the monitor gets its records in order and within 100 ms", () => {
  expect(config.exporters["otlp_http/monitor"]).toMatchObject({
    sending_queue: { num_consumers: 1, batch: { flush_timeout: "100ms" } },
  });
});

test("no batch is larger than the receiver of it takes: 64 MiB the monitor, 4 MiB a gRPC server by default", () => {
  const limits = { "otlp_http/monitor": 67_108_864, "otlp_grpc/backend": 4_194_304 };
  for (const [id, limit] of Object.entries(limits)) {
    expect(config.exporters[id]).toMatchObject({ sending_queue: { batch: { sizer: "bytes" } } });
    const { max_size: size } = (config.exporters[id] as { sending_queue: { batch: { max_size: number } } })
      .sending_queue.batch;
    expect(size, id).toBeLessThan(limit);
  }
});

test("what the collector takes in one request fits into one batch for the monitor, so that no record is too large", () => {
  expect(config).toMatchObject({
    receivers: { otlp: { protocols: { http: { max_request_body_size: 20_971_520 } } } },
    exporters: { "otlp_http/monitor": { sending_queue: { batch: { max_size: 33_554_432 } } } },
  });
});

test("the ids of the exporters are frozen: a queue file is named after them", () => {
  expect(exporters.map(([id]) => id)).toEqual(["otlp_http/monitor", "otlp_http/backend", "otlp_grpc/backend"]);
});

test("listeners default to loopback", () => {
  const addresses = [...text.matchAll(/_ADDR:-(?<address>[^}]+)\}/gu)].map(({ groups }) => groups?.["address"]);
  expect(addresses).toHaveLength(3);
  for (const address of addresses) expect(address).toMatch(/^127\.0\.0\.1:\d+$/);
  expect(text).not.toMatch(/0\.0\.0\.0/);
});

test("every variable is explained at the top, and has a default", () => {
  const [head = "", ...body] = text.split("\nextensions:");
  const used = [...body.join("").matchAll(/\$\{env:(?<name>\w+)(?<fallback>:-)?/gu)];
  expect(used.length).toBeGreaterThan(10);
  for (const { groups } of used) {
    expect(groups?.["fallback"], groups?.["name"]).toBe(":-");
    expect(head).toContain(groups?.["name"]);
  }
});
