import { startDeadMan } from "@jobscope/alerting";
import type { AlertingConfig, DeadMan } from "@jobscope/alerting";

import { resolveSecret } from "../../config/resolve-secret.ts";
import type { CoreThread } from "../../journey/http-thread/core-thread.ts";
import { alertingTroubleOf } from "./alerting-health.ts";

/** Pings somebody outside while alerts are judged and delivered, so that silence is noticed there. */
export function startDeadManPing(config: AlertingConfig, core: CoreThread): DeadMan | undefined {
  const { deadMan, allowPrivateTargets } = config;
  if (deadMan === undefined) return undefined;
  return startDeadMan({
    ...deadMan,
    allowPrivateTargets,
    resolveSecret: (ref) => resolveSecret(ref, process.env),
    nowMs: Date.now,
    trouble: () => alertingTroubleOf(core.health()),
  });
}

/** Why the last ping did not arrive; undefined where it did, or was held back for a reason that shows elsewhere. */
export function pingTroubleOf(deadMan: DeadMan | undefined): string | undefined {
  const last = deadMan?.last;
  return last?.kind === "failed" ? `the dead-man ping failed: ${last.reason}` : undefined;
}
