import * as fc from "fast-check";
import { expect, it } from "vitest";

import { identityOf } from "../../../../tracker/src/read/resource-identity.ts";
import { serviceIdOfResource } from "./resource-service.ts";

const value = fc.oneof(fc.string(), fc.integer(), fc.bigInt(), fc.boolean(), fc.constant(null));
const names = ["service.name", "service.namespace", "deployment.environment.name", "deployment.environment"];
const resource = fc.record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] });

it("names the service of any resource as the tracker does", () => {
  fc.assert(
    fc.property(resource, (attributes) => {
      const from = { attributes, schemaUrl: "" };
      expect(serviceIdOfResource(from)).toBe(identityOf(from).serviceId);
    }),
  );
});
