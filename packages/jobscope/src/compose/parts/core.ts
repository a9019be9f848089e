import type { DeliveryAttempt } from "@jobscope/alerting";

import type { MonitorConfig } from "../../config/monitor-config.ts";
import type { CoreWorkerData } from "../../journey/core-worker/core-protocol.ts";
import { CoreThread } from "../../journey/http-thread/core-thread.ts";
import type { SpawnWorker } from "../../journey/http-thread/worker-supervisor.ts";
import { coreComponent } from "../health/core-component.ts";
import { storeComponent } from "../health/store-component.ts";
import { settleKey } from "../key-file.ts";
import type { Part } from "../lifecycle/part.ts";
import { consoleLines } from "../lines/console-log.ts";
import { FLUSH_MS } from "./limits.ts";

/** A group of requests is committed this long after its first one arrived, or when it has this many bytes. */
const GROUP = { delayMs: 20, bytes: 4_194_304 } as const;

export interface CorePorts {
  /** Takes lines about jobs. */
  readonly writeLine: (line: string) => void;
  readonly warn: (line: string) => void;
  readonly spawn: SpawnWorker | undefined;
  /** Sends notifications. */
  readonly send: (attempts: readonly DeliveryAttempt[]) => void;
}

/** The core, wired and not started. Its keys are made at its start: only then the data directory is ours. */
export function createCore(config: MonitorConfig, { writeLine, warn, spawn, send }: CorePorts): CoreThread {
  return new CoreThread({
    data: () => coreData(config),
    ...(spawn && { spawn }),
    onTrouble: (reason) => warn(`store: ${reason ?? "it works again"}`),
    onAttempts: send,
    onRuns: (notices) => {
      for (const line of consoleLines(notices, config.logging.level)) writeLine(line);
    },
  });
}

function coreData(config: MonitorConfig): Omit<CoreWorkerData, "checkIntegrity"> {
  const alerting = config.alertingConfig;
  return {
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
}

/** The core worker and the store that it writes. */
export function corePart(core: CoreThread, maxBytes: number): Part {
  return {
    name: "core",
    component: "core",
    vital: true,
    start: () => core.start(),
    stop: () => core.stop(FLUSH_MS),
    health: () => [coreComponent(core.health()), storeComponent(core.health(), maxBytes)],
  };
}
