import type { Kind } from "../../model/kind.ts";
import { kindOf } from "../../model/kind.ts";

/** `j***@example.com`. No detector takes `***@` for the end of a local part. */
function partial(address: string): string {
  const at = address.lastIndexOf("@");
  return at < 1 ? "***" : `${address.slice(0, 1)}***${address.slice(at)}`;
}

/** `Jane(at)Example[.]com` and `jane@example.com` are one address. */
function canonical(address: string): string {
  return address.normalize("NFKC").toLowerCase().replaceAll("[.]", ".").trim();
}

export const emailKind: Kind = kindOf("email", "email", { partial, canonical });

/** Written so that machines do not read it: `jane (at) example (dot) com`. Kept in part it would still be readable. */
export const obfuscatedEmailKind: Kind = kindOf("email", "email.obfuscated", {
  canonical: (address) =>
    canonical(address)
      .replaceAll(/\s*[[({]\s*at\s*[\])}]\s*|\s+at\s+/gu, "@")
      .replaceAll(/\s*[[({]\s*dot\s*[\])}]\s*|\s+dot\s+/gu, "."),
});
