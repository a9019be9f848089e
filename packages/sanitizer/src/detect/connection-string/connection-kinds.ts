import type { Kind } from "../../model/kind.ts";
import { kindOf } from "../../model/kind.ts";
import { REDACTED } from "../url/url-kinds.ts";

/** `user:password`, without the `@`. */
export const credentialsKind: Kind = kindOf("connection_string", "connection_string.credentials", {
  mask: `${REDACTED}:${REDACTED}`,
  alwaysMasked: true,
});
export const passwordKind: Kind = kindOf("connection_string", "connection_string.password", {
  mask: REDACTED,
  alwaysMasked: true,
});
