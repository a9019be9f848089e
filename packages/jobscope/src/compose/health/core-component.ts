import type { CoreThreadHealth } from "../../journey/http-thread/core-thread.ts";
import { MAX_WAITING_BYTES } from "../../journey/http-thread/ingest-queue.ts";
import { secondsOf, timeDetail } from "./detail-values.ts";
import type { MonitorComponent } from "./monitor-component.ts";
import { notRunning } from "./not-running.ts";

/** A core that answers later than this is behind, milliseconds. */
const SLOW_LAG_MS = 5_000;
/** How long a death of the core is worth a look, milliseconds. */
const RECENT_DEATH_MS = 300_000;

export function coreComponent(health: CoreThreadHealth): MonitorComponent {
  const details = coreDetails(health);
  const down = notRunning(health);
  if (down !== undefined) return { name: "core", status: "down", reason: down, details };
  const reason = coreTrouble(health);
  return reason === undefined
    ? { name: "core", status: "up", details }
    : { name: "core", status: "degraded", reason, details };
}

function coreDetails({ status, ...health }: CoreThreadHealth): NonNullable<MonitorComponent["details"]> {
  const ofThread = {
    queue_bytes: health.queueBytes,
    queue_requests: health.queueRequests,
    lag_seconds: secondsOf(health.lagMs),
    restarts: health.restarts,
    refused_requests: health.refused,
  };
  if (status === undefined) return ofThread;
  return {
    ...ofThread,
    ...timeDetail("last_commit_time", status.lastCommitMs),
    malformed_requests: status.malformed,
    poisoned_requests: status.poisoned,
    reloads: status.reloads,
    last_stop_clean: status.cleanStart,
  };
}

function coreTrouble(health: CoreThreadHealth): string | undefined {
  if (health.lagMs > SLOW_LAG_MS) return `the core is ${Math.round(health.lagMs / 1_000)} s behind`;
  if (health.queueBytes > MAX_WAITING_BYTES / 2)
    return `${Math.round(health.queueBytes / 1_048_576)} MB of requests wait to be stored`;
  if (health.status?.timerTrouble !== undefined) return `deadlines cannot be judged: ${health.status.timerTrouble}`;
  if (health.diedAgoMs !== undefined && health.diedAgoMs < RECENT_DEATH_MS)
    return `the core died ${Math.round(health.diedAgoMs / 1_000)} s ago and was started again`;
  return undefined;
}
