import { z } from "zod";

/**
 * Text that becomes a value. `meta` states beside the check, as JSON Schema, what passes it: zod cannot look into a
 * transform. `param` is how a query string writes it.
 */
export type Scalar<T> = z.ZodPipe<z.ZodString, z.ZodTransform<T, string>>;

/** Refuses a value; `fix` says what to send instead. The parser of a query string turns both into a problem. */
type Refuse = (detail: string, fix: string) => never;

export function scalar<T>(parse: (given: string, refuse: Refuse) => T, meta: z.core.GlobalMeta): Scalar<T> {
  return z
    .string()
    .transform((given, context): T =>
      parse(given, (detail, fix) => {
        context.addIssue({ code: "custom", message: detail, params: { fix } });
        return z.NEVER;
      }),
    )
    .meta(meta);
}
