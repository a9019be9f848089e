import type { z } from "zod";

/** What a query string of one endpoint is checked against. */
export type ParamsSchema<T> = z.ZodType<T> & {
  readonly shape: Readonly<Record<string, unknown>>;
};

/** Parameters that several endpoints share. */
export type ParamFields<T> = { readonly [K in keyof T]-?: z.ZodType<T[K]> };
