import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

import { createMonitoring, type Monitoring, type MonitoringLogger, type MonitoringOptions } from "jobscope";
import { onTestFinished } from "vitest";

import { dataDirectory } from "../../support/monitors.ts";

export interface Logged {
  readonly logger: MonitoringLogger;
  /** `level line`. */
  readonly lines: readonly string[];
  readonly monitorIds: ReadonlySet<unknown>;
}

/** Keeps what the monitor says of itself. */
export function logged(): Logged {
  const lines: string[] = [];
  const monitorIds = new Set<unknown>();
  const write =
    (level: string) =>
    (line: string, fields: Readonly<Record<string, unknown>>): void => {
      lines.push(`${level} ${line}`);
      monitorIds.add(fields["monitor_id"]);
    };
  return { logger: { info: write("info"), warn: write("warn"), error: write("error") }, lines, monitorIds };
}

/** Somebody whom the application knows by a header of its own. */
export const ADMIN = { "x-app-user": "ada" } as const;

/** A monitor inside this process, stopped when the test ends; nothing of the environment counts. */
export function embedded(options: MonitoringOptions = {}): Monitoring {
  const monitoring = createMonitoring({
    profile: "test",
    data: options.data ?? dataDirectory(),
    otlp: { addr: "127.0.0.1:0" },
    instrumentation: false,
    logger: logged().logger,
    env: {},
    authenticate: (request) => (request.get("x-app-user") === "ada" ? { id: "ada", role: "admin" } : undefined),
    ...options,
  });
  onTestFinished(() => monitoring.stop());
  return monitoring;
}

/** Serves an application until the test ends; its base URL. */
export async function serve(app: RequestListener): Promise<string> {
  const server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** One question to the API below an application. */
export async function askApp(base: string, path: string, init: RequestInit = {}): Promise<Reply> {
  const response = await fetch(`${base}/api/scheduler-monitoring${path}`, { headers: ADMIN, ...init });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") === true;
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

export function componentOf(
  monitoring: Monitoring,
  name: string,
): { readonly status?: string; readonly reason?: string } {
  return monitoring.health().components.find((component) => component.name === name) ?? {};
}

export function otlpOf(monitoring: Monitoring): string {
  const { details } = monitoring.health().components.find(({ name }) => name === "otlp") ?? {};
  return String(details?.["address"] ?? details?.["own_address"]);
}
