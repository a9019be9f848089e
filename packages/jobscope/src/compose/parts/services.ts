import type { MonitorConfig } from "../../config/monitor-config.ts";
import type { CoreThread } from "../../journey/http-thread/core-thread.ts";
import { ReadThread } from "../../journey/http-thread/read-thread.ts";
import type { SpawnWorker } from "../../journey/http-thread/worker-supervisor.ts";
import { createNotifier } from "../alerting/create-notifier.ts";
import type { Part } from "../lifecycle/part.ts";
import { createAccess } from "./access.ts";
import type { Access } from "./access.ts";
import { corePart, createCore } from "./core.ts";
import { dataDirectoryPart } from "./data-directory.ts";
import { DeadManPart } from "./dead-man.ts";
import { notifierPart } from "./notifier.ts";
import { readerPart } from "./reader.ts";

export interface ServicePorts {
  /** Takes lines about jobs. */
  readonly writeLine: (line: string) => void;
  /** Takes lines about the monitor's own trouble. */
  readonly warn: (line: string) => void;
  readonly announceAdminKey: (key: string) => void;
  readonly spawn: SpawnWorker | undefined;
}

/** Everything of a monitor but what listens, wired and not started. */
export interface Services {
  readonly core: CoreThread;
  readonly reader: ReadThread;
  readonly access: Access;
  /** In the order of their start: what holds the data first, what needs it behind it. The access comes next. */
  readonly parts: readonly Part[];
  /** What starts when everything listens. */
  readonly lastParts: readonly Part[];
}

export function createServices(config: MonitorConfig, ports: ServicePorts): Services {
  const { alertingConfig: alerting } = config;
  const { writeLine, warn, spawn } = ports;
  const notifier = alerting && createNotifier(alerting, { writeLine, warn, report: (one) => core.delivered([one]) });
  const core: CoreThread = createCore(config, {
    writeLine,
    warn,
    spawn,
    send: (attempts) => notifier?.send(attempts),
  });
  const reader = new ReadThread({ data: { dataDir: config.dataDir }, ...(spawn && { spawn }) });
  const ping = alerting?.deadMan && new DeadManPart(alerting, core);
  const access = createAccess(config, { ...ports, core, reader });
  return {
    core,
    reader,
    access,
    parts: [
      dataDirectoryPart(config.dataDir),
      corePart(core, config.retention.maxBytes),
      ...(notifier ? [notifierPart(notifier, core, () => ping?.trouble)] : []),
      readerPart(reader),
    ],
    lastParts: ping ? [ping] : [],
  };
}
