import type { Ingest } from "@jobscope/otlp";
import { anonymousAddress, deniedEntry } from "@jobscope/query-api";
import type { AuditEntry } from "@jobscope/store";

import type { SenderDenial } from "./admit-senders.ts";

/** The line of the audit about a sender that was not let in. */
export function deniedSender({ reason, keyId, address }: SenderDenial, atMs: number): AuditEntry {
  const detail = reason;
  return deniedEntry({
    atMs,
    actor: keyId,
    action: "ingest",
    target: "OTLP",
    detail,
    address: anonymousAddress(address),
  });
}

/** `ingest`, with a line of the audit where a sender names a service that it may not write for. */
export function auditForbidden(
  ingest: Ingest,
  { deny, nowMs }: { readonly deny: (entry: AuditEntry) => void; readonly nowMs: () => number },
): Ingest {
  return async (request) => {
    const outcome = await ingest(request);
    if (outcome.kind === "forbidden" && request.sender !== undefined) {
      const { id, address } = request.sender;
      deny(deniedSender({ reason: "the token is bound to other services", keyId: id, address }, nowMs()));
    }
    return outcome;
  };
}
