import type { DecodedRequest, IngestOutcome, Resource, Sender } from "@jobscope/otlp";
import { ATTR_SERVICE_NAME } from "@jobscope/semconv";

const MAX_SHOWN = 80;

/** The refusal of a request that names a service for which its sender may not write; undefined where it may. */
export function refuseForeignService(
  request: DecodedRequest,
  sender: Pick<Sender, "services"> | undefined,
): IngestOutcome | undefined {
  const allowed = sender?.services;
  if (allowed === undefined) return undefined;
  const foreign = resourcesOf(request).find((resource) => !allowed.some((name) => name === nameOf(resource)));
  if (foreign === undefined) return undefined;
  const message = `Nothing of this request is stored: it ${whatItNames(foreign)}, and its token may write for ${allowed.join(", ") || "no service"} only. Set OTEL_SERVICE_NAME to that, or use a token that is bound to this service.`;
  return { kind: "forbidden", message };
}

/** Equal resources of a request are one object, so these are few. */
function resourcesOf(request: DecodedRequest): readonly Resource[] {
  return [...new Set<Resource>(request.records.map(({ resource }) => resource))];
}

const nameOf = ({ attributes }: Resource): unknown => attributes[ATTR_SERVICE_NAME];

function whatItNames(resource: Resource): string {
  const name = nameOf(resource);
  return typeof name === "string"
    ? `names the service ${JSON.stringify(name.slice(0, MAX_SHOWN))}`
    : "names no service";
}
