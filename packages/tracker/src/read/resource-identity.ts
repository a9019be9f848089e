import type { Resource } from "@jobscope/otlp";
import {
  ATTR_DEPLOYMENT_ENVIRONMENT_NAME,
  ATTR_PROCESS_PID,
  ATTR_SERVICE_INSTANCE_ID,
  ATTR_SERVICE_NAME,
  ATTR_SERVICE_NAMESPACE,
} from "@jobscope/semconv";

import type { InstanceKey, ServiceId, ServiceIdentity } from "../model/identity.ts";
import { idWithin, serviceIdOf } from "../model/identity.ts";

export interface ResourceIdentity {
  readonly service: ServiceIdentity;
  readonly serviceId: ServiceId;
  readonly instanceId: string;
  readonly instanceKey: InstanceKey;
  readonly pid: number | undefined;
}

/** What SDKs of senders without a name call themselves. */
const UNKNOWN_SERVICE = "unknown_service";

// Equal resources of one request are one object, so that each is read once.
const known = new WeakMap<Resource, ResourceIdentity>();

function text(resource: Resource, name: string): string {
  const value = resource.attributes[name];
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "bigint" ? String(value) : "";
}

/** Which service, and which process of it, sent what comes from a resource. */
export function identityOfResource(resource: Resource): ResourceIdentity {
  const found = known.get(resource);
  if (found !== undefined) return found;
  const service: ServiceIdentity = {
    // `deployment.environment` is what the conventions called it before 1.27, and many senders still do.
    environment: text(resource, ATTR_DEPLOYMENT_ENVIRONMENT_NAME) || text(resource, "deployment.environment"),
    namespace: text(resource, ATTR_SERVICE_NAMESPACE),
    service: text(resource, ATTR_SERVICE_NAME) || UNKNOWN_SERVICE,
  };
  const pid = Number(text(resource, ATTR_PROCESS_PID));
  const serviceId = serviceIdOf(service);
  const instanceId = text(resource, ATTR_SERVICE_INSTANCE_ID);
  const identity: ResourceIdentity = {
    service,
    serviceId,
    instanceId,
    instanceKey: idWithin(serviceId, instanceId),
    pid: Number.isSafeInteger(pid) && pid > 0 ? pid : undefined,
  };
  known.set(resource, identity);
  return identity;
}
