import { partsOfId } from "@jobscope/tracker";
import type { ServiceIdentity } from "@jobscope/tracker";

import type { ServiceResource } from "../model/common-resource.ts";
import { textOrNull } from "./scalars.ts";

export function shapeService(service: ServiceIdentity): ServiceResource {
  return {
    environment: textOrNull(service.environment),
    namespace: textOrNull(service.namespace),
    name: service.service,
  };
}

/** The service that an id of any kind belongs to. */
export function serviceOfId(id: string): ServiceResource {
  const [environment = "", namespace = "", service = ""] = partsOfId(id) ?? [];
  return shapeService({ environment, namespace, service });
}

/** `service.instance.id` out of an instance key; null for the empty key. */
export function instanceIdOf(key: string): string | null {
  return textOrNull(partsOfId(key)?.[3]);
}
