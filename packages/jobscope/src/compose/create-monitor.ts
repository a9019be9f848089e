import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";

import type { MonitorConfig } from "../config/monitor-config.ts";
import type { SpawnWorker } from "../journey/http-thread/worker-supervisor.ts";
import { showAdminKey } from "./admin-key/show-admin-key.ts";
import { HealthWatch } from "./health/health-watch.ts";
import type { MonitorHealth } from "./health/monitor-health.ts";
import { healthOfParts } from "./health/parts-health.ts";
import { Lifecycle } from "./lifecycle/lifecycle.ts";
import type { LifecycleEvent } from "./lifecycle/lifecycle.ts";
import { lineWriter } from "./lines/line-writer.ts";
import { HttpListener } from "./listen/http-listener.ts";
import { portProblem } from "./listen/port-problem.ts";
import { apiDeps, apiHandler, apiPlace } from "./parts/api.ts";
import { watchPart } from "./parts/health-watch.ts";
import { ListenerPart } from "./parts/listener.ts";
import { otlpHandler, otlpPlace } from "./parts/otlp.ts";
import { createServices } from "./parts/services.ts";
import type { ServicePorts, Services } from "./parts/services.ts";
import type { MonitorStartError } from "./start-error.ts";
import { toStartError } from "./to-start-error.ts";

export interface MonitorDeps {
  /** Lines about jobs, where the configuration wants them on the console. Default: standard output. */
  readonly writeLine?: (line: string) => void;
  /** Lines about the monitor's own trouble. Default: standard error. */
  readonly warn?: (line: string) => void;
  /** Shows an admin key that was made just now. Default: it is written to `<data>/admin-key`, mode 0600. */
  readonly announceAdminKey?: (key: string) => void;
  /** Starts worker threads; for tests. */
  readonly spawn?: SpawnWorker;
  /** Told of every part that started or stopped, or could not, with the name of this monitor. */
  readonly onLifecycle?: (event: LifecycleEvent, monitorId: string) => void;
}

export interface Monitor {
  /** Base URL of the OTLP/HTTP receiver. */
  readonly otlpAddress: string;
  /** Base URL of the API. */
  readonly apiAddress: string;
  /** The admin key, only when it was made at this start: it is stored hashed and cannot be shown again. */
  readonly adminKey?: string;
  health(): MonitorHealth;
  /**
   * Stops in reverse order: takes no more requests, answers and stores those on their way, closes the store, gives the
   * data directory free. Bounded in time; a second call waits for the first.
   */
  stop(): Promise<void>;
  /** Resolves when the monitor has stopped. */
  readonly closed: Promise<void>;
}

/**
 * Starts a monitor: data directory, store, core, reads, OTLP receiver, API, in this order. When it resolves, everything
 * answers. When something cannot start, what was started is stopped again.
 *
 * @throws {MonitorStartError} whose message names the fix.
 */
export async function createMonitor(config: MonitorConfig, deps: MonitorDeps = {}): Promise<Monitor> {
  const monitorId = randomUUID();
  const lifecycle = new Lifecycle({ onEvent: (event) => deps.onLifecycle?.(event, monitorId) });
  try {
    return await start(config, { ...deps, monitorId }, lifecycle);
  } catch (error) {
    await lifecycle.stop();
    const failure: MonitorStartError = toStartError(error);
    throw failure;
  }
}

type StartDeps = MonitorDeps & { readonly monitorId: string };

async function start(config: MonitorConfig, deps: StartDeps, lifecycle: Lifecycle): Promise<Monitor> {
  const portsTaken = await portProblem([otlpPlace(config), apiPlace(config)]);
  // A monitor started twice finds its ports busy too, but who has the directory says more; it is not made in vain.
  if (portsTaken !== undefined && !existsSync(config.dataDir)) throw portsTaken;
  const { monitorId } = deps;
  const ports = portsOf(config, deps);
  const services = createServices(config, ports);
  const { otlp, api } = createListeners(config, { services, warn: ports.warn, health: () => watch.current() });
  const read = (): MonitorHealth => ({ monitorId, ...healthOfParts(parts, lifecycle.failures) });
  const watch = new HealthWatch({ read, nowMs: Date.now });
  const { access } = services;
  const accessParts = [...access.parts, access.adminKeyPart];
  const parts = [...services.parts, ...accessParts, otlp, watchPart(watch), api, ...services.lastParts];
  await lifecycle.start(parts.slice(0, 1));
  if (portsTaken !== undefined) throw portsTaken;
  await lifecycle.start(parts.slice(1));
  const adminKey = access.createdKey();
  return {
    otlpAddress: otlp.address ?? "",
    apiAddress: api.address ?? "",
    ...(adminKey !== undefined && { adminKey }),
    health: () => watch.current(),
    ...stopping(lifecycle, ports.warn),
  };
}

function portsOf(config: MonitorConfig, deps: MonitorDeps): ServicePorts {
  const warn = deps.warn ?? ((line: string): void => void process.stderr.write(`${line}\n`));
  return {
    writeLine: deps.writeLine ?? lineWriter(process.stdout),
    warn,
    announceAdminKey:
      deps.announceAdminKey ?? ((key) => void showAdminKey(key, config.dataDir, { isTTY: false, write: warn })),
    spawn: deps.spawn,
  };
}

interface ListenerPorts {
  readonly services: Services;
  readonly warn: (line: string) => void;
  readonly health: () => MonitorHealth;
}

function createListeners(
  config: MonitorConfig,
  { services, warn, health }: ListenerPorts,
): { readonly otlp: ListenerPart; readonly api: ListenerPart } {
  const deps = apiDeps(config, { ...services, authenticate: services.access.authenticate, health, warn });
  const otlp = new HttpListener({ ...otlpPlace(config), handler: otlpHandler(config, services, warn), warn });
  const api = new HttpListener({ ...apiPlace(config), handler: apiHandler(config, deps), warn });
  return {
    otlp: new ListenerPart({ name: "OTLP receiver", component: "otlp" }, otlp),
    api: new ListenerPart({ name: "API", component: "api" }, api),
  };
}

function stopping(lifecycle: Lifecycle, warn: (line: string) => void): Pick<Monitor, "stop" | "closed"> {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    const { problems } = await lifecycle.stop();
    for (const problem of problems) warn(`stop: ${problem}`);
    resolve();
  };
  return { closed, stop: () => (stopped ??= stop()) };
}
