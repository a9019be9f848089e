import type { Anchor, Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import type { Kind } from "../../model/kind.ts";
import { MASK_START } from "../../model/kind.ts";
import { codeAt, isAlphanumeric, isLetter, isUpper } from "../scan/characters.ts";
import { credentialsOf, readScheme } from "./auth-header-value.ts";
import { credentialsKind } from "./auth-kinds.ts";
import type { Evidence, Range } from "./credential.ts";
import { credentialEnd, isCredential, wholeEnd } from "./credential.ts";
import { opensParameters, reportParameters } from "./parameters.ts";
import type { ValuePlace } from "./value-place.ts";
import { valuePlace } from "./value-place.ts";

const HYPHEN = 45;
const PLUS = 43;
const LETTER_O = 111;
const REST = "orization";
const UNDERSCORE = 95;

function lookAtAuth(scan: Scan, start: number, auth: number): number {
  const { text } = scan;
  const end = auth + REST.length;
  if ((codeAt(text, auth) | 32) !== LETTER_O || text.slice(auth, end).toLowerCase() !== REST) return GO_ON;
  if (!endsName(text, end) || !beginsWord(text, start)) return GO_ON;
  const place = valuePlace(text, end);
  if (place === undefined) return GO_ON;
  return reportScheme(scan, place.at, place.form === "blank" ? "scheme" : "header") || reportAlone(scan, place);
}

/** Whether a header's name ends before `end`. */
export function endsName(text: string, end: number): boolean {
  const code = codeAt(text, end);
  return !isAlphanumeric(code) && code !== HYPHEN && code !== UNDERSCORE && code !== 46;
}

/** `preauthorization` is another word, `proxyAuthorization` is not. */
const beginsWord = (text: string, start: number): boolean =>
  isUpper(codeAt(text, start)) || !isLetter(codeAt(text, start - 1));

/** What stands at `at`, if it begins with a scheme; behind it, or {@link GO_ON}. */
export function reportScheme(scan: Scan, at: number, evidence: Evidence): number {
  const { text } = scan;
  const scheme = readScheme(text, at);
  if (scheme === undefined) return GO_ON;
  const { form } = scheme;
  // Masked already: nobody else is to take the scheme for a part of the value.
  if (form !== undefined && text.startsWith(MASK_START, scheme.at)) return scheme.at + MASK_START.length;
  if (form === "parameters" || (form !== undefined && opensParameters(text, scheme.at)))
    return reportParameters(scan, scheme.at);
  // Behind a word that is no scheme we know, `+` is base64's: `X-Amz-Security-Token: IQoJb3Jp+Z2lu…`.
  if (form === undefined && (evidence === "scheme" || codeAt(text, scheme.end) === PLUS)) return GO_ON;
  return report(scan, credentialsKind, credentialsOf(text, scheme, form === undefined ? "foreign" : evidence));
}

/** A value without a scheme. */
function reportAlone(scan: Scan, { at, form }: ValuePlace): number {
  if (form === "blank") return GO_ON;
  const { text } = scan;
  if (opensParameters(text, at)) return reportParameters(scan, at);
  const found = { start: at, end: credentialEnd(text, at) };
  return report(scan, credentialsKind, isCredential(text, found, "name") ? found : undefined);
}

export function report(scan: Scan, kind: Kind, found: Range | undefined): number {
  if (found === undefined) return GO_ON;
  const end = wholeEnd(scan.text, found);
  scan.report(kind, found.start, end);
  return end;
}

/**
 * The name's beginning only: others ask for keys that begin like this, and who knows more of headers must be asked at the
 * same character, not behind it.
 */
export const authorizationAnchor: Anchor = { literals: ["auth"], look: lookAtAuth };
