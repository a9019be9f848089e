import type { SupervisorHealth } from "../../journey/http-thread/worker-supervisor.ts";

/** Why a worker does nothing; undefined while it works. */
export function notRunning(health: SupervisorHealth): string | undefined {
  if (health.state === "up") return undefined;
  return health.reason === "" ? `it is ${health.state}` : health.reason;
}
