import { isoTime } from "@jobscope/query-api";
import type { AccessEntry } from "@jobscope/query-api";

/** One request as one line of JSON. */
export function accessLine(entry: AccessEntry): string {
  return JSON.stringify({
    time: isoTime(entry.atMs),
    method: entry.method,
    path: entry.path,
    status: entry.status,
    duration_ms: Math.round(entry.durationMs * 1_000) / 1_000,
    bytes: entry.bytes,
    principal: entry.principal,
    address: entry.address,
    request_id: entry.requestId,
  });
}
