import type { DecodedRequest, Scope } from "@jobscope/otlp";
import { SCOPE_MONITOR } from "@jobscope/semconv";

/** One step between decoding and the tracker: a whole request in, a whole request out. */
export type IntakeStage = (request: DecodedRequest) => DecodedRequest;

/** What happens to every decoded request before the tracker sees it, in order. */
export function createIntake(sanitizeRequest: IntakeStage): IntakeStage {
  return (request) => sanitizeRequest(ignoreOwnConclusions(request));
}

const foreign = (record: { readonly scope: Scope }): boolean => record.scope.name !== SCOPE_MONITOR;

/** Conclusions that a monitor forwarded come back through a collector that fans out: taking them in would close a loop. */
export function ignoreOwnConclusions(request: DecodedRequest): DecodedRequest {
  switch (request.signal) {
    case "logs":
      return request.records.every(foreign) ? request : { ...request, records: request.records.filter(foreign) };
    case "traces":
      return request.records.every(foreign) ? request : { ...request, records: request.records.filter(foreign) };
    case "metrics":
      return request.records.every(foreign) ? request : { ...request, records: request.records.filter(foreign) };
  }
}
