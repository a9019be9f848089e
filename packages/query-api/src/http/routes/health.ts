import { healthSchema, probeSchema } from "../../model/status-resource.ts";
import type { ProbeResource } from "../../model/status-resource.ts";
import { noParams } from "../../params/no-params.ts";
import { shapeHealth, untimedComponent } from "../../shape/shape-health.ts";
import type { QueryApiDeps } from "../deps.ts";
import { defineRoute } from "../routing/define-route.ts";
import type { Route, RouteReply } from "../routing/route.ts";

/** A probe answers whatever is appended to it: load balancers add parameters of their own. */
const probe = (path: string, summary: string, isUp: (deps: QueryApiDeps) => Promise<boolean>): Route => ({
  method: "GET",
  path,
  access: "public",
  limit: "probes",
  accepts: "nothing",
  docs: { summary, answers: [{ schema: probeSchema }, { status: 503, schema: probeSchema }] },
  async reply(deps): Promise<RouteReply> {
    const up = await isUp(deps);
    const body: ProbeResource = { status: up ? "up" : "down" };
    return { status: up ? 200 : 503, body };
  },
});

export const healthRoutes: readonly Route[] = [
  /** The process answers. */
  probe("/health/live", "Whether the process answers", () => Promise.resolve(true)),
  /** It does its work; degraded counts as up, or an orchestrator would take away what still works. */
  probe("/health/ready", "Whether the monitor does its work", async (deps) => {
    try {
      return (await deps.health()).status !== "down";
    } catch (error) {
      deps.onFailure({ method: "GET", path: "/health/ready", error });
      return false;
    }
  }),
  defineRoute({
    path: "/health",
    access: "read",
    limit: "requests",
    schema: noParams,
    docs: { summary: "The monitor's own parts and the processes that send to it", answers: { schema: healthSchema } },
    async reply(deps) {
      const [system, store] = await Promise.all([deps.health(), readStore(deps)]);
      const body = shapeHealth(system, store, deps.nowMs());
      return { body, tagged: { ...body, time: null, components: body.components.map(untimedComponent) } };
    },
  }),
];

/** The page that explains what is wrong must not itself fail when the store does. */
async function readStore(deps: QueryApiDeps): Promise<Awaited<ReturnType<typeof deps.reader.health>> | undefined> {
  try {
    return await deps.reader.health();
  } catch (error) {
    deps.onFailure({ method: "GET", path: "/health", error });
    return undefined;
  }
}
