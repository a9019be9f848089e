import type { Resource } from "@jobscope/otlp";
import {
  ATTR_DEPLOYMENT_ENVIRONMENT_NAME,
  ATTR_SERVICE_INSTANCE_ID,
  ATTR_SERVICE_NAME,
  ATTR_SERVICE_NAMESPACE,
} from "@jobscope/semconv";
import type { InstanceKey, ServiceId, ServiceIdentity } from "@jobscope/tracker";
import { idWithin, serviceIdOf } from "@jobscope/tracker";

export interface ResourceService {
  readonly service: ServiceIdentity;
  readonly serviceId: ServiceId;
  readonly instanceKey: InstanceKey;
}

// Equal resources of one request are one object, so that each is read once.
const known = new WeakMap<Resource, ResourceService>();

function text(resource: Resource, name: string): string {
  const value = resource.attributes[name];
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "bigint" ? String(value) : "";
}

/** Which service sent a record, as the tracker reads it. */
export function serviceOf(resource: Resource): ResourceService {
  const found = known.get(resource);
  if (found !== undefined) return found;
  const service: ServiceIdentity = {
    // `deployment.environment` is what the conventions called it before 1.27, and many senders still do.
    environment: text(resource, ATTR_DEPLOYMENT_ENVIRONMENT_NAME) || text(resource, "deployment.environment"),
    namespace: text(resource, ATTR_SERVICE_NAMESPACE),
    service: text(resource, ATTR_SERVICE_NAME) || "unknown_service",
  };
  const serviceId = serviceIdOf(service);
  const read = { service, serviceId, instanceKey: idWithin(serviceId, text(resource, ATTR_SERVICE_INSTANCE_ID)) };
  known.set(resource, read);
  return read;
}
