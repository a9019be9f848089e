import { createHash } from "node:crypto";

const PLAIN = /^[\w-]{1,100}$/;

/** The same for the same id, in characters that every header takes; in particular without a dot, which ends the id in what is signed. */
export function stableToken(id: string): string {
  return PLAIN.test(id) ? id : createHash("sha256").update(id).digest("hex").slice(0, 40);
}
