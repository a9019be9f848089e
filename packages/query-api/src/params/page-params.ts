import { z } from "zod";

import { cursor, integer } from "./scalars.ts";
import type { ParamFields, ParamsSchema } from "./schema.ts";

export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 1000;

/** Of every list. */
export interface PageParams {
  /** Items on a page. */
  readonly limit: number;
  /** `next_cursor` of the page before; the other parameters stay as they were. */
  readonly cursor?: string | undefined;
}

export const pageParams: ParamFields<PageParams> = {
  limit: integer(1, MAX_LIMIT).default(DEFAULT_LIMIT).describe("Items on a page."),
  cursor: cursor().optional().describe("`next_cursor` of the page before; the other parameters stay as they were."),
};

/** For lists without any filter. */
export const pageOnly: ParamsSchema<PageParams> = z.object({ ...pageParams });
