import type { StoredKey } from "@jobscope/store";

import { isoTime } from "../model/iso-time.ts";

/** What a key may do and until when, in one line, for the audit. */
export function rightsText({ kind, role, scopes, services, expiresMs }: StoredKey): string {
  const what = kind === "ingest" ? "sends telemetry" : `role ${role}`;
  const narrowed = scopes === undefined ? "" : `, scopes ${scopes.join(" ")}`;
  const bound = services === undefined ? "" : `, for ${services.length} services`;
  const end = expiresMs === undefined ? "" : `, until ${isoTime(expiresMs)}`;
  return `${what}${narrowed}${bound}${end}`;
}
