import { expectTypeOf, test } from "vitest";
import { z } from "zod";

import { arrayOf, literals, resource } from "./resource-schema.ts";
import type { ResourceSchema } from "./resource-schema.ts";

interface Thing {
  readonly name: string;
  readonly note: string | null;
  readonly tags: readonly string[];
}

const fields = { name: z.string(), note: z.string().nullable(), tags: arrayOf(z.string()) };

test("a schema that says what the interface says", () => {
  const schema: ResourceSchema<Thing> = resource("Thing", "A thing.", fields);
  expectTypeOf(schema.parse({})).toEqualTypeOf<Thing>();
});

test("a schema that says anything else does not compile", () => {
  // @ts-expect-error -- a key is missing
  const missing: ResourceSchema<Thing> = resource("Thing", "A thing.", { name: z.string(), note: fields.note });
  // @ts-expect-error -- a key that the interface lacks
  const extra: ResourceSchema<Thing> = resource("Thing", "A thing.", { ...fields, size: z.number() });
  // @ts-expect-error -- takes more than the interface
  const wider: ResourceSchema<Thing> = resource("Thing", "A thing.", { ...fields, name: z.string().nullable() });
  // @ts-expect-error -- takes less than the interface
  const narrower: ResourceSchema<Thing> = resource("Thing", "A thing.", { ...fields, note: z.string() });
  expectTypeOf([missing, extra, wider, narrower]).toBeArray();
});

test("a union of literals of which one is left out does not compile", () => {
  // @ts-expect-error -- `b` is missing
  const one: z.ZodType<"a" | "b"> = literals({ a: true });
  expectTypeOf(one).not.toBeAny();
});
