import type { RequestListener } from "node:http";

import { createOtlpReceiver } from "@jobscope/otlp";

import type { MonitorConfig } from "../../config/monitor-config.ts";
import { MAX_WAITING_BYTES } from "../../journey/http-thread/ingest-queue.ts";
import { auditForbidden } from "../access/ingest-denials.ts";
import { tellRefusals } from "../lines/refusal-log.ts";
import type { HttpListenerOptions } from "../listen/http-listener.ts";
import type { Services } from "./services.ts";

/** Takes OTLP/HTTP requests of those who may send, and hands them to the core. */
export function otlpHandler(
  { otlp }: MonitorConfig,
  { core, access }: Pick<Services, "core" | "access">,
  warn: (line: string) => void,
): RequestListener {
  const deny = access.auditor.deny.bind(access.auditor);
  return createOtlpReceiver({
    ingest: auditForbidden(tellRefusals(core.ingest, warn), { deny, nowMs: Date.now }),
    authenticate: access.admitSender,
    maxInflatedBytes: otlp.maxInflatedBytes,
    // What waits for the core is bounded there, where a refusal is noticed; this leaves as much for what is arriving.
    maxHeldBytes: 2 * MAX_WAITING_BYTES,
    allowedHosts: otlp.allowedHosts,
  });
}

export function otlpPlace({ otlp, tls }: MonitorConfig): Omit<HttpListenerOptions, "handler"> {
  return { name: "OTLP", flag: "--otlp-addr", listen: otlp, ...(tls && { tls }) };
}
