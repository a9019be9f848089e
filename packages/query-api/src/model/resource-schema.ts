import { z } from "zod";

import type { List } from "./list.ts";

/** What an answer is checked against in tests and described by in OpenAPI, beside the interface that types its maker. */
export type ResourceSchema<T> = z.ZodType<T>;

/** One schema per key of the interface. */
export type ResourceFields<T> = { readonly [K in keyof T]-?: z.ZodType<T[K]> };

/** `never` for what the interface has no key for, and for a schema that takes less than the interface allows. */
type Exactly<T, Fields> = {
  readonly [K in keyof Fields]: K extends keyof T ? ([T[K]] extends [z.output<Fields[K]>] ? Fields[K] : never) : never;
};

/**
 * The schema of one resource: `const jobSchema: ResourceSchema<JobResource> = resource("Job", "…", {…})`. It compiles only
 * where its keys and their types are those of the interface, none more and none less; what has other keys is refused.
 */
export function resource<T, Fields extends ResourceFields<T>>(
  id: string,
  description: string,
  fields: Fields & Exactly<T, Fields>,
): ResourceSchema<T> {
  const shape: ResourceFields<T> = fields;
  // The mapped type above says that the object of these fields is a T; the compiler cannot follow it through zod's own.
  return z.strictObject(shape).meta({ id, description }) as unknown as ResourceSchema<T>;
}

/** A page of a list whose items have `schema`; `id` by its item: `JobList`. */
export function listOf<T>(schema: ResourceSchema<T>, id: string): ResourceSchema<List<T>> {
  return resource<List<T>, ResourceFields<List<T>>>(id, "One page of a list.", {
    items: arrayOf(schema).describe("At most `limit` of them."),
    next_cursor: z.string().nullable().describe("Give it back as `cursor` for the next page; null on the last one."),
  });
}

export function arrayOf<T>(item: z.ZodType<T>): z.ZodType<readonly T[]> {
  return z.array(item);
}

/** Values by names that are not known beforehand. */
export function recordOf<T>(value: z.ZodType<T>): z.ZodType<Readonly<Record<string, T>>> {
  return z.record(z.string(), value);
}

/** One of a union of literals; each must be named, so that a new one cannot be forgotten here. */
export function literals<T extends string>(values: Readonly<Record<NoInfer<T>, true>>): z.ZodType<T> {
  return z.enum(Object.keys(values).filter((value): value is T => Object.hasOwn(values, value)));
}

/** An instant in UTC with milliseconds. */
export function isoTime(): z.ZodType<string> {
  return z.iso.datetime({ precision: 3 });
}

/** A whole number, 0 or more. */
export function count(): z.ZodType<number> {
  return z.int().min(0);
}
