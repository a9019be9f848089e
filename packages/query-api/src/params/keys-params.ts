import type { KeyKind } from "@jobscope/store";
import { z } from "zod";

import { KEY_STATES } from "../model/key-state.ts";
import type { KeyState } from "../model/key-state.ts";
import { pageParams } from "./page-params.ts";
import type { PageParams } from "./page-params.ts";
import { oneOf, someOf } from "./scalars.ts";
import type { ParamsSchema } from "./schema.ts";

export const KEY_KINDS: readonly ["api", "ingest"] = ["api", "ingest"];

/** `GET keys` */
export interface KeysParams extends PageParams {
  readonly kind?: KeyKind | undefined;
  readonly state?: readonly KeyState[] | undefined;
}

export const keysParams: ParamsSchema<KeysParams> = z.object({
  ...pageParams,
  kind: oneOf(KEY_KINDS).optional().describe("Of this kind only."),
  state: someOf(KEY_STATES).optional().describe("Of these states only."),
});
