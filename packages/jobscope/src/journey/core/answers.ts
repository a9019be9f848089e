import type { DecodedRequest, IngestOutcome } from "@jobscope/otlp";
import type { TrackerRefusal } from "@jobscope/tracker";

import type { TrackerReading } from "./core-ports.ts";
import type { Failure } from "./failure.ts";

/** What the sender's operator should know of a request that was stored: left-out items, and events that say nothing. */
export function remarks(request: DecodedRequest, reading: TrackerReading, refused: TrackerRefusal): string {
  const { malformed, malformedReason } = reading;
  const events = malformed === 0 ? "" : `${malformed} job events were stored as plain records: ${malformedReason}`;
  const beyond = refused.count === 0 ? "" : `${refused.count} job events were not judged: ${refused.reason}`;
  return [request.rejectedReason, events, beyond].filter((remark) => remark !== "").join("; ");
}

export function unavailable(failure: Failure & { readonly kind: "infrastructure" }): IngestOutcome {
  return {
    kind: "unavailable",
    message: `not stored, send it again: ${failure.message}`,
    retryAfterSeconds: failure.retryAfterSeconds,
  };
}
