import { pingDeadMan } from "@jobscope/alerting";
import type { DeadMan } from "@jobscope/alerting";

import type { MonitorConfig } from "../../config/monitor-config.ts";
import type { CoreThread } from "../../journey/http-thread/core-thread.ts";
import type { Lifecycle } from "../lifecycle.ts";
import { alertingWorks } from "./alerting-health.ts";

export interface DeadManParts {
  readonly core: CoreThread;
  readonly lifecycle: Lifecycle;
}

/** Pings somebody outside while alerts are judged and delivered, so that silence is noticed there. */
export function startDeadMan(config: MonitorConfig, { core, lifecycle }: DeadManParts): DeadMan | undefined {
  const { alertingConfig } = config;
  if (alertingConfig?.deadMan === undefined) return undefined;
  const deadMan = pingDeadMan({
    ...alertingConfig.deadMan,
    allowPrivateTargets: alertingConfig.allowPrivateTargets,
    works: () => alertingWorks(core.health()),
  });
  lifecycle.started("dead-man ping", () => deadMan.stop());
  return deadMan;
}
