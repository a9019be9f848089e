import { z } from "zod";

import type { ParamsSchema } from "./schema.ts";

/** Nothing has to be said: no body, or an empty object. */
export const noBody: ParamsSchema<object> = z.strictObject({});
