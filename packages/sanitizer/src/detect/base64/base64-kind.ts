import type { Kind } from "../../model/kind.ts";
import { kindOf } from "../../model/kind.ts";

/** Base64 that holds something else that was found; always masked whole. */
export const base64Kind: Kind = kindOf("base64");
