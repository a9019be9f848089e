import type { Resource, Scope } from "@jobscope/otlp";
import {
  ATTR_DEPLOYMENT_ENVIRONMENT_NAME,
  ATTR_SERVICE_INSTANCE_ID,
  ATTR_SERVICE_NAME,
  ATTR_SERVICE_NAMESPACE,
} from "@jobscope/semconv";

import { cleanAttributes, keptApart } from "./attributes.ts";
import type { RequestSanitizerParts } from "./parts.ts";

/** They make up the key of a service: two services must not become one because their names are masked alike. */
const IDENTITY = [
  ATTR_SERVICE_NAME,
  ATTR_SERVICE_NAMESPACE,
  ATTR_SERVICE_INSTANCE_ID,
  ATTR_DEPLOYMENT_ENVIRONMENT_NAME,
] as const;

/** Sanitizes each resource and scope of one request once, however many records refer to it. */
export class Origins {
  readonly #parts: RequestSanitizerParts;
  readonly #resources = new Map<Resource, Resource>();
  readonly #scopes = new Map<Scope, Scope>();

  constructor(parts: RequestSanitizerParts) {
    this.#parts = parts;
  }

  of(record: { readonly resource: Resource; readonly scope: Scope }): {
    readonly resource: Resource;
    readonly scope: Scope;
  } {
    return {
      resource: once(this.#resources, record.resource, (resource) => this.#resource(resource)),
      scope: once(this.#scopes, record.scope, (scope) => this.#scope(scope)),
    };
  }

  #resource(resource: Resource): Resource {
    const { attributes } = cleanAttributes(resource.attributes, this.#parts, "resource");
    return {
      attributes: keptApart({ attributes, given: resource.attributes, keys: IDENTITY }, this.#parts),
      schemaUrl: this.#parts.sanitizer.text(resource.schemaUrl, "resource").text,
    };
  }

  #scope(scope: Scope): Scope {
    const { sanitizer } = this.#parts;
    return {
      name: sanitizer.text(scope.name, "scope").text,
      version: sanitizer.text(scope.version, "scope").text,
      schemaUrl: sanitizer.text(scope.schemaUrl, "scope").text,
      attributes: cleanAttributes(scope.attributes, this.#parts, "scope").attributes,
    };
  }
}

export function once<T extends object>(known: Map<T, T>, given: T, make: (given: T) => T): T {
  const present = known.get(given);
  if (present !== undefined) return present;
  const made = make(given);
  known.set(given, made);
  return made;
}
