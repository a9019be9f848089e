import type { Kind } from "../../model/kind.ts";
import { kindOf } from "../../model/kind.ts";

/** What stands behind a scheme: a token, a user with a password, a signature. */
export const credentialsKind: Kind = kindOf("auth_header");
export const cookieKind: Kind = kindOf("auth_header", "auth_header.cookie");
/** The value of a header whose name says that it is a secret: `X-Api-Key`. */
export const headerKind: Kind = kindOf("auth_header", "auth_header.header");
