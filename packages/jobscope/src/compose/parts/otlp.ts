import type { RequestListener } from "node:http";

import { createOtlpReceiver } from "@jobscope/otlp";

import type { MonitorConfig } from "../../config/monitor-config.ts";
import type { CoreThread } from "../../journey/http-thread/core-thread.ts";
import { MAX_WAITING_BYTES } from "../../journey/http-thread/core-thread.ts";
import type { HttpListenerOptions } from "../http-listener.ts";
import { tellRefusals } from "../refusal-log.ts";

/** Takes OTLP/HTTP requests and hands them to the core. */
export function otlpHandler({ otlp }: MonitorConfig, core: CoreThread, warn: (line: string) => void): RequestListener {
  return createOtlpReceiver({
    ingest: tellRefusals(core.ingest, warn),
    maxInflatedBytes: otlp.maxInflatedBytes,
    // What waits for the core is bounded there, where a refusal is noticed; this leaves as much for what is arriving.
    maxHeldBytes: 2 * MAX_WAITING_BYTES,
    allowedHosts: otlp.allowedHosts,
  });
}

export function otlpPlace({ otlp }: MonitorConfig): Omit<HttpListenerOptions, "handler"> {
  return { name: "OTLP", flag: "--otlp-addr", listen: otlp };
}
