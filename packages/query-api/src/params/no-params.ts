import { z } from "zod";

import type { ParamsSchema } from "./schema.ts";

/** For endpoints without any parameter. */
export const noParams: ParamsSchema<object> = z.object({});
