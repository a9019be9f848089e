import type { RequestListener } from "node:http";

import { createQueryApp } from "@jobscope/query-api";
import type { Authenticate, QueryApiDeps } from "@jobscope/query-api";

import type { MonitorConfig } from "../../config/monitor-config.ts";
import type { CoreThread } from "../../journey/http-thread/core-thread.ts";
import type { ReadThread } from "../../journey/http-thread/read-thread.ts";
import { renderAckPage } from "../alerting/render-ack-page.ts";
import type { MonitorHealth } from "../health/monitor-health.ts";
import { failureLog } from "../lines/failure-log.ts";
import type { HttpListenerOptions } from "../listen/http-listener.ts";
import type { Access } from "./access.ts";

export interface ApiParts {
  readonly core: CoreThread;
  readonly reader: ReadThread;
  readonly access: Access;
  readonly authenticate: Authenticate;
  readonly health: () => MonitorHealth;
  readonly warn: (line: string) => void;
}

/** What the API needs, from the parts that have it. */
export function apiDeps(config: MonitorConfig, parts: ApiParts): QueryApiDeps {
  const { core, reader, access, authenticate, health, warn } = parts;
  return {
    reader: reader.reader,
    health: async () => health(),
    ...(config.alertingConfig && {
      alerting: { command: (command, audit) => core.alertCommand(command, audit), ackPage: renderAckPage },
    }),
    admin: access.admin,
    auditor: access.auditor,
    ...(access.onAccess && { onAccess: access.onAccess }),
    authenticate,
    nowMs: Date.now,
    allowedHosts: hostsOf(config),
    limits: config.api.limits,
    onFailure: failureLog(warn),
    showErrorDetails: config.profile !== "production",
  };
}

/** For a server that serves nothing else; addresses are those of the callers of proxies that are believed. */
export function apiHandler({ api }: MonitorConfig, deps: QueryApiDeps): RequestListener {
  const app = createQueryApp(deps);
  app.set("trust proxy", api.trustProxy);
  return app;
}

export function apiPlace({ api, tls }: MonitorConfig): Omit<HttpListenerOptions, "handler"> {
  return { name: "API", flag: "--api-addr", listen: api, ...(tls && { tls }) };
}

/** The name in the links of notifications is one that the API answers on. */
function hostsOf({ api, alerting }: MonitorConfig): readonly string[] {
  const linked = alerting.publicUrl === undefined ? null : URL.parse(alerting.publicUrl);
  return linked === null ? api.allowedHosts : [...api.allowedHosts, linked.hostname];
}
