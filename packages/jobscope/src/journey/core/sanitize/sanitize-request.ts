import type { DecodedRequest, Scope } from "@jobscope/otlp";
import { ATTR_SANITIZER_POLICY } from "@jobscope/semconv";

import type { IntakeStage } from "../intake.ts";
import { Origins } from "./origins.ts";
import type { RequestSanitizerParts } from "./parts.ts";
import { cleanLog, cleanPoint, cleanSpan } from "./records.ts";
import type { Cleaning } from "./records.ts";

/**
 * Sanitizes records whose scope does not name a policy that is known here: of another language's SDK, of a service
 * without our instrumentation. Records of a sanitized scope pass as they are.
 */
export function createRequestSanitizer(parts: RequestSanitizerParts): IntakeStage {
  const isClean = ({ scope }: { readonly scope: Scope }): boolean => {
    const policy = scope.attributes[ATTR_SANITIZER_POLICY];
    return typeof policy === "string" && parts.knownPolicies.has(policy);
  };
  return (request) => {
    if (request.records.every(isClean)) return request;
    const cleaning: Cleaning = { ...parts, origins: new Origins(parts), metrics: new Map() };
    const each = <T extends { readonly scope: Scope }>(
      records: readonly T[],
      clean: (record: T, cleaning: Cleaning) => T | undefined,
    ): T[] =>
      records.flatMap((record) => {
        const kept = isClean(record) ? record : clean(record, cleaning);
        return kept === undefined ? [] : [kept];
      });
    switch (request.signal) {
      case "logs":
        return { ...request, records: each(request.records, cleanLog) } satisfies DecodedRequest;
      case "traces":
        return { ...request, records: each(request.records, cleanSpan) } satisfies DecodedRequest;
      case "metrics":
        return { ...request, records: each(request.records, cleanPoint) } satisfies DecodedRequest;
    }
  };
}
