import { API_PREFIX } from "@jobscope/query-api";

import { showAdminKey } from "../../compose/admin-key/show-admin-key.ts";
import { createMonitor } from "../../compose/create-monitor.ts";
import type { Monitor } from "../../compose/create-monitor.ts";
import { lifecycleLine } from "../../compose/lifecycle/lifecycle-line.ts";
import type { LifecycleEvent } from "../../compose/lifecycle/lifecycle.ts";
import { loadConfig } from "../../config/load-config.ts";
import type { MonitorConfig } from "../../config/monitor-config.ts";
import { settingFlags } from "../options/setting-flags.ts";
import { packageVersion } from "../package-version.ts";
import { describeChannels } from "./describe-channels.ts";
import { StopSignals } from "./stop-signals.ts";

/** Runs a monitor until a signal stops it. Throws where it cannot start. */
export async function serve(options: Readonly<Record<string, unknown>>): Promise<void> {
  const { config, warnings } = loadConfig({ flags: settingFlags(options), env: process.env, cwd: process.cwd() });
  // From here on a signal must find somebody who stops what was started.
  using signals = new StopSignals();
  for (const warning of warnings) process.stderr.write(`Warning: ${warning}\n`);
  const monitor = await createMonitor(config, {
    announceAdminKey: (key) => void showAdminKey(key, config.dataDir, process.stdout),
    ...((process.env["JOBSCOPE_DEBUG"] ?? "") !== "" && { onLifecycle: tellLifecycle }),
  });
  process.stdout.write(greeting(config, monitor));
  const signal = await signals.first;
  process.stderr.write(`${signal}: stopping; once more stops at once.\n`);
  await monitor.stop();
}

function tellLifecycle(event: LifecycleEvent, monitorId: string): void {
  process.stderr.write(`monitor ${monitorId}: ${lifecycleLine(event)}\n`);
}

function greeting(config: MonitorConfig, monitor: Monitor): string {
  const lines = [
    `jobscope ${packageVersion()}, profile ${config.profile}`,
    `  OTLP/HTTP  ${monitor.otlpAddress}`,
    `  API        ${monitor.apiAddress}${API_PREFIX}`,
    `  data       ${config.dataDir}`,
    `  alerts     ${describeChannels(config.alertingConfig)}`,
    "Ready. Ctrl-C stops.",
  ];
  return `${lines.join("\n")}\n`;
}
