import type { Resource } from "@jobscope/otlp";
import { ATTR_DEPLOYMENT_ENVIRONMENT_NAME, ATTR_SERVICE_NAME, ATTR_SERVICE_NAMESPACE } from "@jobscope/semconv";
import { serviceIdOf } from "@jobscope/tracker";

function text(resource: Resource, name: string): string {
  const value = resource.attributes[name];
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "bigint" ? String(value) : "";
}

/** The service that a record belongs to, as the tracker reads it: so the logs of a run find their run. */
export function serviceIdOfResource(resource: Resource): string {
  return serviceIdOf({
    environment: text(resource, ATTR_DEPLOYMENT_ENVIRONMENT_NAME) || text(resource, "deployment.environment"),
    namespace: text(resource, ATTR_SERVICE_NAMESPACE),
    service: text(resource, ATTR_SERVICE_NAME) || "unknown_service",
  });
}
