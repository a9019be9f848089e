import { randomUUID } from "node:crypto";

import type { JobscopeHandle } from "@jobscope/instrumentation";
import type { StoreReader } from "@jobscope/store";

import { stackOf } from "../../config/error-text.ts";
import type { SpawnWorker } from "../../journey/http-thread/worker-supervisor.ts";
import { HealthWatch } from "../health/health-watch.ts";
import type { MonitorComponent } from "../health/monitor-component.ts";
import { monitorHealth } from "../health/monitor-health.ts";
import type { MonitorHealth } from "../health/monitor-health.ts";
import { lifecycleLine } from "../lifecycle/lifecycle-line.ts";
import type { LifecycleEvent } from "../lifecycle/lifecycle.ts";
import { lineWriter } from "../lines/line-writer.ts";
import { createAttempt } from "./attempt.ts";
import { EmbeddedMonitor } from "./embedded-monitor.ts";
import { Gate } from "./gate.ts";
import { holdProcess } from "./hold-process.ts";
import type { LoadedOptions } from "./load-options.ts";
import type { MonitoringHealth, MonitoringState } from "./monitoring-health.ts";
import { guardedLogger, STDERR_LOGGER } from "./monitoring-logger.ts";
import type { MonitoringLogger } from "./monitoring-logger.ts";
import type { MonitoringOptions } from "./monitoring-options.ts";
import { Observation } from "./observation.ts";

/** For tests. */
export interface MonitoringPorts {
  readonly spawn?: SpawnWorker;
  readonly retryPausesMs?: readonly number[];
}

/** Starts, watches and stops what runs in an application; whatever goes wrong shows in its health and is thrown nowhere. */
export class MonitoringControl {
  readonly gate: Gate;
  readonly #options: MonitoringOptions;
  readonly #loaded: LoadedOptions;
  readonly #id: string = randomUUID();
  readonly #logger: MonitoringLogger;
  readonly #monitor: EmbeddedMonitor | undefined;
  readonly #observation: Observation | undefined;
  readonly #watch: HealthWatch;
  #state: MonitoringState = "idle";
  /** Reasons that were told since the last start. */
  readonly #told = new Set<string>();
  #started: Promise<MonitoringHealth> | undefined;
  #stopped: Promise<void> = Promise.resolve();

  constructor(options: MonitoringOptions, loaded: LoadedOptions, ports: MonitoringPorts = {}) {
    this.#options = options;
    this.#loaded = loaded;
    this.#logger = guardedLogger(options.logger ?? STDERR_LOGGER, { monitor_id: this.#id });
    this.gate = new Gate((error) => this.#logger.error(`the API failed to answer: ${stackOf(error)}`, {}));
    this.#monitor = this.#createMonitor(ports);
    this.#observation = this.#createObservation();
    const onChange = (): void => this.#tellChange();
    this.#watch = new HealthWatch({ read: () => this.#read(), nowMs: Date.now, onChange });
    this.#watch.current();
  }

  get reader(): StoreReader | undefined {
    return this.#monitor?.reader;
  }

  get instrumentation(): JobscopeHandle | undefined {
    return this.#observation?.handle;
  }

  health(): MonitoringHealth {
    return { ...this.#watch.current(), state: this.#state };
  }

  start(): Promise<MonitoringHealth> {
    return (this.#started ??= holdProcess(this.#start()));
  }

  stop(): Promise<void> {
    const started = this.#started;
    if (started === undefined) return this.#stopped;
    this.#started = undefined;
    return (this.#stopped = holdProcess(this.#stop(started)));
  }

  async #start(): Promise<MonitoringHealth> {
    await this.#stopped;
    this.#state = "starting";
    this.#watch.start();
    for (const warning of this.#loaded.warnings) this.#logger.warn(warning, {});
    const { trouble, alertingTrouble } = this.#loaded;
    this.#told.clear();
    for (const text of [trouble, alertingTrouble]) if (text !== undefined) this.#tellReason("error", text, text);
    if (this.#monitor === undefined) this.#state = "misconfigured";
    else await this.#monitor.start();
    const health = this.health();
    for (const component of health.components) this.#tellComponent(component);
    return health;
  }

  /** What is not up for a reason that no other line has named. */
  #tellComponent({ name, status, reason }: MonitorComponent): void {
    if (status === "up" || reason === undefined || this.#told.has(reason)) return;
    this.#tellReason("warn", reason, `${name} is ${status}: ${reason}`);
  }

  #tellReason(level: "warn" | "error", reason: string, line: string): void {
    this.#told.add(reason);
    this.#logger[level](line, {});
  }

  async #stop(started: Promise<MonitoringHealth>): Promise<void> {
    await started;
    this.#state = "stopping";
    const problems = [...((await this.#observation?.stop()) ?? []), ...((await this.#monitor?.stop()) ?? [])];
    for (const problem of problems) this.#logger.warn(`stop: ${problem}`, {});
    this.#watch.stop();
    this.#state = "stopped";
    // The last change is told too.
    this.#watch.current();
  }

  #createMonitor({ spawn, retryPausesMs }: MonitoringPorts): EmbeddedMonitor | undefined {
    const { config } = this.#loaded;
    const { authenticate, keys = true, otlp, api, logger } = this.#options;
    const writeLine =
      logger === undefined ? lineWriter(process.stdout) : (line: string): void => this.#logger.info(line, {});
    if (config === undefined) return undefined;
    return new EmbeddedMonitor({
      createAttempt: () =>
        createAttempt({
          config,
          gate: this.gate,
          isOtlpPublic: otlp !== false,
          hasApiListener: api?.addr !== undefined,
          authenticate,
          hasKeys: keys,
          health: () => this.health(),
          writeLine,
          warn: (line) => this.#logger.warn(line, {}),
          onLifecycle: (event) => this.#tellEvent(event),
          spawn,
        }),
      onFailure: (reason) => this.#tellReason("error", reason, `the monitor could not start: ${reason}`),
      onTried: () => this.#tried(),
      ...(retryPausesMs && { retryPausesMs }),
    });
  }

  #createObservation(): Observation | undefined {
    const { instrumentation = {}, otlp, env = process.env } = this.#options;
    const { config } = this.#loaded;
    if (instrumentation === false || config === undefined) return undefined;
    return new Observation({
      options: instrumentation,
      environmentEndpoint: env["OTEL_EXPORTER_OTLP_ENDPOINT"] || undefined,
      otlp: otlp === false ? undefined : config.otlp,
      ownAddress: () => this.#monitor?.ownOtlpAddress,
      dataDir: config.dataDir,
      onLifecycle: (event) => this.#tellEvent(event),
    });
  }

  async #tried(): Promise<void> {
    this.#state = this.#monitor?.isRunning === true ? "running" : "retrying";
    await this.#observation?.start();
  }

  #read(): MonitorHealth {
    const { trouble, alertingTrouble } = this.#loaded;
    const configuration: readonly MonitorComponent[] =
      trouble === undefined ? [] : [{ name: "configuration", status: "down", reason: trouble }];
    const alerting: readonly MonitorComponent[] =
      alertingTrouble === undefined ? [] : [{ name: "alerting", status: "down", reason: alertingTrouble }];
    const components = [
      ...configuration,
      ...(this.#monitor?.components() ?? []),
      ...alerting,
      ...(this.#observation?.components() ?? []),
    ];
    return { monitorId: this.#id, ...monitorHealth(components) };
  }

  #tellEvent(event: LifecycleEvent): void {
    const { kind, part, tookMs, reason, isFatal } = event;
    // The failure of the whole start has the same reason.
    if (isFatal === true) return;
    if (reason !== undefined) this.#told.add(reason);
    const level = kind === "started" || kind === "stopped" ? "info" : "warn";
    this.#logger[level](lifecycleLine(event), { event: kind, part, took_ms: tookMs });
  }

  #tellChange(): void {
    try {
      this.#options.onHealthChange?.(this.health());
    } catch (error) {
      this.#logger.error(`onHealthChange threw: ${stackOf(error)}`, {});
    }
  }
}
