import type { AdminCommand } from "../../model/admin-command.ts";
import type { QueryApiDeps } from "../deps.ts";
import { ApiProblem } from "../reply/api-problem.ts";
import { coreUnavailable } from "./core-unavailable.ts";

/** Has something written, with its line of the audit, before anything is answered. */
export async function askAdmin({ admin }: Pick<QueryApiDeps, "admin">, command: AdminCommand): Promise<void> {
  const result = await admin.command(command).catch((error: unknown) => {
    throw coreUnavailable(error);
  });
  if (result === "done") return;
  const fix = "Take `id` from its list; what was deleted after the retention time is gone.";
  throw new ApiProblem({ kind: "not_found", detail: "There is nothing with this id any more.", fix });
}
