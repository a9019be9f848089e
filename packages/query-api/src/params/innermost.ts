import { z } from "zod";

/** The schema itself where it is wrapped as optional, or with a default; undefined for what is no schema. */
export function innermost(schema: unknown): z.ZodType | undefined {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return innermost(schema.unwrap());
  return schema instanceof z.ZodType ? schema : undefined;
}
