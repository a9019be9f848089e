import type { Kind } from "../../model/kind.ts";
import { kindOf } from "../../model/kind.ts";

/** What the semantic conventions write for a value in a URL. */
export const REDACTED = "REDACTED";

/** `user:password`, without the `@`. */
export const userinfoKind: Kind = kindOf("url", "url.userinfo", {
  mask: `${REDACTED}:${REDACTED}`,
  alwaysMasked: true,
});
/** A user's part that is a token, or a password that no user's name stands before. */
export const credentialKind: Kind = kindOf("url", "url.credential", { mask: REDACTED, alwaysMasked: true });
/** The value of a parameter in a query, a fragment or the path. */
export const parameterKind: Kind = kindOf("url", "url.parameter", { mask: REDACTED });
export const passwordParameterKind: Kind = kindOf("url", "url.password", { mask: REDACTED, alwaysMasked: true });
/** A part of the path that works as a key. */
export const pathKind: Kind = kindOf("url", "url.path", { mask: REDACTED, alwaysMasked: true });
