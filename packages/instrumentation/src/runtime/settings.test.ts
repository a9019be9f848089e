import { expect, test } from "vitest";

import { resourceValues } from "./resource.ts";
import { readSettings } from "./settings.ts";

test("defaults", () => {
  const { logs, spanQueue, heartbeatIntervalMs, metricIntervalMs, problems } = readSettings({}, {});
  expect(logs).toEqual({
    kind: "otlp",
    protocol: "http/protobuf",
    url: "http://127.0.0.1:4318/v1/logs",
    headers: {},
    timeoutMs: 3000,
    gzip: false,
  });
  expect([spanQueue.maxQueue, heartbeatIntervalMs, metricIntervalMs]).toEqual([8192, 15_000, 60_000]);
  expect(problems).toEqual([]);
});

test("the environment, per signal before general, and options before both", () => {
  const environment = {
    OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318/",
    OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: "http://logs:9999/custom",
    OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20abc, x=1",
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: "http/protobuf",
    OTEL_EXPORTER_OTLP_COMPRESSION: "gzip",
    OTEL_EXPORTER_OTLP_TIMEOUT: "7000",
    OTEL_TRACES_EXPORTER: "none",
    OTEL_METRIC_EXPORT_INTERVAL: "2000",
    OTEL_BSP_MAX_QUEUE_SIZE: "100",
  };
  const settings = readSettings({}, environment);
  expect(settings.logs.url).toBe("http://logs:9999/custom");
  expect(settings.metrics.url).toBe("http://collector:4318/v1/metrics");
  expect(settings.logs).toMatchObject({ protocol: "http/json", gzip: true, timeoutMs: 7000 });
  expect(settings.logs.headers).toEqual({ authorization: "Bearer abc", x: "1" });
  expect(settings.traces).toMatchObject({ protocol: "http/protobuf", kind: "none" });
  expect([settings.metricIntervalMs, settings.spanQueue.maxQueue, settings.spanQueue.maxBatch]).toEqual([
    2000, 100, 100,
  ]);
  expect(readSettings({ endpoint: "http://mine:1" }, environment).logs.url).toBe("http://mine:1/v1/logs");
});

test("what is not supported is said and replaced", () => {
  const { logs, problems } = readSettings(
    {},
    { OTEL_EXPORTER_OTLP_PROTOCOL: "grpc", OTEL_BLRP_SCHEDULE_DELAY: "soon" },
  );
  expect(logs.protocol).toBe("http/protobuf");
  expect(problems.join("\n")).toMatch(/"grpc" for logs is not supported here[\s\S]*OTEL_BLRP_SCHEDULE_DELAY=soon/);
});

test("the resource names service and instance, and no command line", () => {
  const values = resourceValues(
    { serviceName: "api", environment: "production", resourceAttributes: { team: "billing" } },
    { OTEL_RESOURCE_ATTRIBUTES: "service.namespace=shop,service.instance.id=one,broken", OTEL_SERVICE_NAME: "ignored" },
  );
  expect(values).toMatchObject({
    "service.name": "api",
    "service.namespace": "shop",
    "service.instance.id": "one",
    "deployment.environment.name": "production",
    team: "billing",
  });
  expect(Object.keys(values).filter((key) => key.startsWith("process.command"))).toEqual([]);
  expect(resourceValues({}, { OTEL_SERVICE_NAME: "from-env" })["service.name"]).toBe("from-env");
  expect(resourceValues({}, {})["service.instance.id"]).toMatch(/^[\da-f-]{36}$/);
});

test("the log level: option before environment, and what is not one is said", () => {
  const levelOf = (...args: Parameters<typeof readSettings>) => {
    const { logLevel, problems } = readSettings(...args);
    return [logLevel, problems.length];
  };
  expect(levelOf({}, {})).toEqual(["info", 0]);
  expect(levelOf({}, { JOBSCOPE_LOG_LEVEL: " Debug " })).toEqual(["debug", 0]);
  expect(levelOf({ logLevel: "error" }, { JOBSCOPE_LOG_LEVEL: "debug" })).toEqual(["error", 0]);
  expect(readSettings({}, { JOBSCOPE_LOG_LEVEL: "loud" })).toMatchObject({
    logLevel: "info",
    problems: ['log level "loud" is not known (debug, info, warn, error); info is used'],
  });
});
