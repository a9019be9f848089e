import { createQueryApi, firstOf } from "@jobscope/query-api";
import type { Authenticate, QueryApiDeps } from "@jobscope/query-api";
import type { StoreReader } from "@jobscope/store";

import type { MonitorConfig } from "../../config/monitor-config.ts";
import { spawnWorker } from "../../journey/http-thread/worker-supervisor.ts";
import type { SpawnWorker } from "../../journey/http-thread/worker-supervisor.ts";
import { showAdminKey } from "../admin-key/show-admin-key.ts";
import type { MonitorHealth } from "../health/monitor-health.ts";
import { Lifecycle } from "../lifecycle/lifecycle.ts";
import type { LifecycleEvent } from "../lifecycle/lifecycle.ts";
import type { Part } from "../lifecycle/part.ts";
import { HttpListener } from "../listen/http-listener.ts";
import { apiDeps, apiHandler, apiPlace } from "../parts/api.ts";
import { DRAIN_MS } from "../parts/limits.ts";
import { ListenerPart } from "../parts/listener.ts";
import { otlpHandler } from "../parts/otlp.ts";
import { createServices } from "../parts/services.ts";
import type { Services } from "../parts/services.ts";
import type { Gate, MonitoringRouter } from "./gate.ts";
import { OwnOtlpPart } from "./own-otlp.ts";
import { unsentPart } from "./unsent-box.ts";

export interface AttemptOptions {
  readonly config: MonitorConfig;
  readonly gate: Gate;
  /** Whether other processes may send OTLP. */
  readonly isOtlpPublic: boolean;
  /** Whether the API listens on an address of its own, too. */
  readonly hasApiListener: boolean;
  readonly authenticate: Authenticate | undefined;
  readonly hasKeys: boolean;
  readonly health: () => MonitorHealth;
  /** Takes lines about jobs, where the settings want them. */
  readonly writeLine: (line: string) => void;
  readonly warn: (line: string) => void;
  readonly onLifecycle: (event: LifecycleEvent) => void;
  /** Starts worker threads; for tests. */
  readonly spawn?: SpawnWorker | undefined;
}

/** A monitor inside an application, from one try to start it to its stop. */
export interface Attempt {
  readonly parts: readonly Part[];
  readonly lifecycle: Lifecycle;
  readonly otlp: OwnOtlpPart;
  readonly reader: StoreReader;
}

/** Everything wired, nothing started. What is not vital may fail to start. */
export function createAttempt(options: AttemptOptions): Attempt {
  const { config, warn } = options;
  const services = createServices(config, {
    writeLine: options.writeLine,
    warn,
    announceAdminKey: (key) =>
      void showAdminKey(key, config.dataDir, { isTTY: false, write: (text) => warn(text.trimEnd()) }),
    spawn: inBackground(options.spawn ?? spawnWorker),
  });
  const authenticate = authenticateOf(options, services);
  const deps = apiDeps(config, { ...services, authenticate, health: options.health, warn });
  const handler = otlpHandler(config, services, warn);
  const otlp = new OwnOtlpPart({ config, handler, warn, isPublic: options.isOtlpPublic });
  return {
    parts: [
      ...services.parts,
      unsentPart(config.dataDir, services.core.ingest),
      ...services.access.parts,
      ...(options.hasKeys ? [services.access.adminKeyPart] : []),
      otlp,
      routerPart(options.gate, deps),
      ...(options.hasApiListener ? [listenerPart(config, deps, warn)] : []),
      ...services.lastParts,
    ],
    lifecycle: new Lifecycle({ onEvent: options.onLifecycle, tolerates: ({ vital }) => vital !== true }),
    otlp,
    reader: services.reader.reader,
  };
}

function inBackground(spawn: SpawnWorker): SpawnWorker {
  return (name, data) => {
    const worker = spawn(name, data);
    // Behind the listeners that are added to it now: the first one makes it count again.
    queueMicrotask(() => worker.unref());
    return worker;
  };
}

function authenticateOf({ authenticate, hasKeys }: AttemptOptions, { access }: Services): Authenticate {
  const ways = [...(authenticate ? [authenticate] : []), ...(hasKeys ? [access.authenticate] : [])];
  return firstOf(...ways);
}

function routerPart(gate: Gate, deps: QueryApiDeps): Part {
  return {
    name: "API",
    component: "api",
    start() {
      const api = createQueryApi(deps);
      // An application made with express hands over its own requests, which are what the router of express takes.
      gate.open(api as unknown as MonitoringRouter);
    },
    stop: () => gate.close(DRAIN_MS),
    health: () => [
      gate.isOpen ? { name: "api", status: "up" } : { name: "api", status: "down", reason: "it is closed" },
    ],
  };
}

function listenerPart(config: MonitorConfig, deps: QueryApiDeps, warn: (line: string) => void): Part {
  const handler = apiHandler(config, deps);
  const option = { flag: "api: { addr }", assign: (address: string): string => `api: { addr: "${address}" }` };
  const listener = new HttpListener({ ...apiPlace(config), ...option, handler, warn, background: true });
  return new ListenerPart({ name: "API listener", component: "api_listener" }, listener);
}
