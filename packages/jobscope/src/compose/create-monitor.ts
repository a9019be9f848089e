import { existsSync } from "node:fs";

import type { Ingest } from "@jobscope/otlp";
import { createOtlpReceiver } from "@jobscope/otlp";
import { adminKeyAuthenticator, createQueryApp } from "@jobscope/query-api";
import { lockDataDirectory } from "@jobscope/store";

import type { MonitorConfig } from "../config/monitor-config.ts";
import type { CoreWorkerData } from "../journey/core-worker/core-protocol.ts";
import { CoreThread, MAX_WAITING_BYTES } from "../journey/http-thread/core-thread.ts";
import { ReadThread } from "../journey/http-thread/read-thread.ts";
import type { SpawnWorker } from "../journey/http-thread/worker-supervisor.ts";
import { settleAdminKey } from "./admin-key/settle-admin-key.ts";
import { showAdminKey } from "./admin-key/show-admin-key.ts";
import { createNotifier } from "./alerting/create-notifier.ts";
import { pingTroubleOf, startDeadManPing } from "./alerting/dead-man-ping.ts";
import { renderAckPage } from "./alerting/render-ack-page.ts";
import { consoleLines } from "./console-log.ts";
import { HttpListener } from "./http-listener.ts";
import type { HttpListenerOptions } from "./http-listener.ts";
import { settleKey } from "./key-file.ts";
import { Lifecycle } from "./lifecycle.ts";
import { lineWriter } from "./line-writer.ts";
import type { MonitorHealth } from "./monitor-health.ts";
import { monitorHealth } from "./monitor-health.ts";
import { portProblem } from "./port-problem.ts";
import { tellRefusals } from "./refusal-log.ts";
import type { MonitorStartError } from "./start-error.ts";
import { toStartError } from "./to-start-error.ts";

/** A group of requests is committed this long after its first one arrived, or when it has this many bytes. */
const GROUP = { delayMs: 20, bytes: 4_194_304 } as const;
/** How long requests on their way may take to be answered when the monitor stops, milliseconds. */
const DRAIN_MS = 5_000;
/** How long what waits may take to be stored when the monitor stops, milliseconds. */
const FLUSH_MS = 8_000;

export interface MonitorDeps {
  /** Lines about jobs, where the configuration wants them on the console. Default: standard output. */
  readonly writeLine?: (line: string) => void;
  /** Lines about the monitor's own trouble. Default: standard error. */
  readonly warn?: (line: string) => void;
  /** Shows an admin key that was made just now. Default: it is written to `<data>/admin-key`, mode 0600. */
  readonly announceAdminKey?: (key: string) => void;
  /** Starts worker threads; for tests. */
  readonly spawn?: SpawnWorker;
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
  const lifecycle = new Lifecycle();
  try {
    return await start(config, deps, lifecycle);
  } catch (error) {
    await lifecycle.stop();
    const failure: MonitorStartError = toStartError(error);
    throw failure;
  }
}

async function start(config: MonitorConfig, deps: MonitorDeps, lifecycle: Lifecycle): Promise<Monitor> {
  const warn = deps.warn ?? ((line) => void process.stderr.write(`${line}\n`));
  const ports = await portProblem([otlpPlace(config), apiPlace(config)]);
  // A monitor started twice finds its ports busy too, but who has the directory says more; it is not made in vain.
  if (ports !== undefined && !existsSync(config.dataDir)) throw ports;
  const lock = lockDataDirectory(config.dataDir);
  lifecycle.started("data directory", () => lock.release());
  if (ports !== undefined) throw ports;
  const core = await startCore(config, { ...deps, warn }, lifecycle);
  const reader = await startReader(config, deps, lifecycle);
  const adminKey = await settleAdminKey({
    configured: config.adminKey,
    settings: core,
    announce: deps.announceAdminKey ?? ((key) => showAdminKey(key, config.dataDir, { isTTY: false, write: warn })),
  });
  const otlp = otlpListener(config, tellRefusals(core.ingest, warn));
  const api = apiListener(config, { core, reader, keyHash: adminKey.hash, health: () => health(), warn });
  const ping = config.alertingConfig && startDeadManPing(config.alertingConfig, core);
  lifecycle.started("dead-man ping", () => ping?.close());
  const health = (): MonitorHealth =>
    monitorHealth({
      core: core.health(),
      reader: reader.health(),
      otlpListening: otlp.listening,
      apiListening: api.listening,
      maxBytes: config.retention.maxBytes,
      alerting: config.alertingConfig && { deadManTrouble: pingTroubleOf(ping) },
    });
  const otlpAddress = await startListener(otlp, "OTLP receiver", lifecycle);
  const apiAddress = await startListener(api, "API", lifecycle);
  const fresh = adminKey.created === undefined ? {} : { adminKey: adminKey.created };
  return { otlpAddress, apiAddress, ...fresh, health, ...stopping(lifecycle, warn) };
}

type CoreDeps = MonitorDeps & Required<Pick<MonitorDeps, "warn">>;

async function startCore(config: MonitorConfig, deps: CoreDeps, lifecycle: Lifecycle): Promise<CoreThread> {
  const alerting = config.alertingConfig;
  const data: Omit<CoreWorkerData, "checkIntegrity"> = {
    dataDir: config.dataDir,
    durability: config.durability,
    retention: config.retention,
    maxInflatedBytes: config.otlp.maxInflatedBytes,
    sanitizer: { policy: config.sanitizerPolicy, digestKey: settleKey(config.dataDir, "digest-key") },
    groupDelayMs: GROUP.delayMs,
    groupBytes: GROUP.bytes,
    announceRuns: config.consoleLogs,
    alerting: alerting && { config: alerting, signingKey: settleKey(config.dataDir, "alert-key") },
  };
  const writeLine = deps.writeLine ?? lineWriter(process.stdout);
  const notifier =
    alerting && createNotifier(alerting, { writeLine, warn: deps.warn, report: (one) => core.delivered([one]) });
  const core: CoreThread = new CoreThread({
    data,
    ...(deps.spawn && { spawn: deps.spawn }),
    onTrouble: (reason) => deps.warn(`store: ${reason ?? "it works again"}`),
    onAttempts: (attempts) => notifier?.send(attempts),
    onRuns: (notices) => {
      for (const line of consoleLines(notices, config.logging.level)) writeLine(line);
    },
  });
  await core.start();
  lifecycle.started("core", () => core.stop(FLUSH_MS));
  if (notifier !== undefined) lifecycle.started("notifier", () => notifier.stop(DRAIN_MS));
  return core;
}

async function startReader(config: MonitorConfig, deps: MonitorDeps, lifecycle: Lifecycle): Promise<ReadThread> {
  const reader = new ReadThread({ data: { dataDir: config.dataDir }, ...(deps.spawn && { spawn: deps.spawn }) });
  await reader.start();
  lifecycle.started("reader", () => reader.stop(DRAIN_MS));
  return reader;
}

function otlpListener(config: MonitorConfig, ingest: Ingest): HttpListener {
  const handler = createOtlpReceiver({
    ingest,
    maxInflatedBytes: config.otlp.maxInflatedBytes,
    // What waits for the core is bounded there, where a refusal is noticed; this leaves as much for what is arriving.
    maxHeldBytes: 2 * MAX_WAITING_BYTES,
    allowedHosts: config.otlp.allowedHosts,
  });
  return new HttpListener({ ...otlpPlace(config), handler });
}

function otlpPlace({ otlp }: MonitorConfig): Omit<HttpListenerOptions, "handler"> {
  return { name: "OTLP", flag: "--otlp-addr", listen: otlp };
}

function apiPlace({ api }: MonitorConfig): Omit<HttpListenerOptions, "handler"> {
  return { name: "API", flag: "--api-addr", listen: api };
}

interface ApiParts {
  readonly core: CoreThread;
  readonly reader: ReadThread;
  readonly keyHash: string;
  readonly health: () => MonitorHealth;
  readonly warn: (line: string) => void;
}

function apiListener(config: MonitorConfig, { core, reader, keyHash, health, warn }: ApiParts): HttpListener {
  const handler = createQueryApp({
    reader: reader.reader,
    health: async () => health(),
    ...(config.alertingConfig && {
      alerting: { command: (command, audit) => core.alertCommand(command, audit), ackPage: renderAckPage },
    }),
    admin: { command: (command) => core.adminCommand(command) },
    authenticate: adminKeyAuthenticator(() => keyHash),
    nowMs: Date.now,
    allowedHosts: hostsOf(config),
    onFailure: ({ method, path, error }) => warn(`api: ${method} ${path} failed: ${describe(error)}`),
    showErrorDetails: config.profile !== "production",
  });
  return new HttpListener({ ...apiPlace(config), handler });
}

/** The name in the links of notifications is one that the API answers on. */
function hostsOf({ api, alerting }: MonitorConfig): readonly string[] {
  const linked = alerting.publicUrl === undefined ? null : URL.parse(alerting.publicUrl);
  return linked === null ? api.allowedHosts : [...api.allowedHosts, linked.hostname];
}

async function startListener(listener: HttpListener, name: string, lifecycle: Lifecycle): Promise<string> {
  const address = await listener.start();
  lifecycle.started(name, () => listener.stop(DRAIN_MS));
  return address;
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

function describe(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}
