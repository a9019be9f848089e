import type { Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import type { Kind } from "../../model/kind.ts";
import { codeAt } from "../scan/characters.ts";
import { isNoSecret } from "../value/no-secret.ts";
import { isTokenLike } from "../value/token-like.ts";
import { cutPassword, userinfoEnd } from "./userinfo-end.ts";

const COLON = 58;
/** As the semantic conventions mask it; whatever `@` comes behind is no part of it. */
const MASKED = "REDACTED:REDACTED@";

export interface UserinfoKinds {
  /** For a user and a password. */
  readonly pair: Kind;
  /** For one of them alone. */
  readonly single: Kind;
}

/**
 * Reports the credentials behind the `://` that ends at `start`, and leads past their `@`: what stands before it is no
 * e-mail address. A user's name alone stays, unless it is a token.
 */
export function reportUserinfo(scan: Scan, start: number, { pair, single }: UserinfoKinds): number {
  const { text } = scan;
  if (text.startsWith(MASKED, start)) return start + MASKED.length;
  const at = userinfoEnd(text, start);
  if (at === -1) return reportCut(scan, start, pair);
  let colon = start;
  while (colon < at && codeAt(text, colon) !== COLON) colon++;
  if (colon + 1 < at) {
    if (isNoSecret(text, colon + 1, at)) return at + 1;
    if (colon === start) scan.report(single, colon + 1, at);
    else scan.report(pair, start, at);
  } else if (isTokenLike(text, start, colon) && !isNoSecret(text, start, colon)) scan.report(single, start, colon);
  return at + 1;
}

function reportCut(scan: Scan, start: number, kind: Kind): number {
  const { text } = scan;
  if (cutPassword(text, start) === -1) return GO_ON;
  scan.report(kind, start, text.length);
  return text.length;
}
