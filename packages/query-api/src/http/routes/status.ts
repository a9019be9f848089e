import { noParams } from "../../params/no-params.ts";
import { shapeStatus } from "../../shape/shape-status.ts";
import { askStore } from "../ask-store.ts";
import { defineRoute } from "../route.ts";
import type { Route } from "../route.ts";

export const statusRoutes: readonly Route[] = [
  defineRoute({
    path: "/status",
    access: "read",
    schema: noParams,
    async reply(deps) {
      const nowMs = deps.nowMs();
      const [summary, system] = await Promise.all([askStore(() => deps.reader.status(nowMs)), deps.health()]);
      return { body: shapeStatus(summary, system.status, nowMs) };
    },
  }),
];
