import type { Detector, Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import type { Kind } from "../../model/kind.ts";
import { kindOf } from "../../model/kind.ts";
import { codeAt } from "../scan/characters.ts";
import { beginsAt } from "../value/boundary.ts";
import type { DecodedHeader } from "./json-object.ts";
import { decodeHeader, opensJsonObject } from "./json-object.ts";
import type { Part } from "./parts.ts";
import { endOfPart, partsBehind, skipDisclosures, skipPadding } from "./parts.ts";
import { signedEnd } from "./signed-value.ts";

const jwtKind: Kind = kindOf("jwt");
/** A signed value that is no JWT: the session cookies of Flask, Django, Rails. */
const signedValueKind: Kind = kindOf("jwt", "jwt.signed_value");

const POINT = 46;
/** From here on it is worth a jump over what was read, so that many beginnings do not read it over and over. */
const WORTH_A_JUMP = 64;
/** A payload cut off by a length limit is still telling; a word behind the point is none. */
const SHORTEST_OPENED_PAYLOAD = 8;
const SHORTEST_PART = 16;
const SIGNATURE_PARTS = 2;
/** `{"alg":` and `{"typ":`: proof enough even when letters stand right in front. */
const CERTAIN_STARTS: readonly string[] = ["eyJhbGciOi", "eyJ0eXAiOi"];

function lookAtHeader(scan: Scan, start: number): number {
  const { text, floor } = scan;
  if (!beginsAt(text, start, floor) && !CERTAIN_STARTS.some((head) => text.startsWith(head, start))) return GO_ON;
  const end = endOfPart(text, start);
  if (!opensJsonObject(text, start, end)) return lookAtUnreadable(scan, { start, end });
  const parts = partsBehind(text, end);
  const header = parts.length === 0 ? undefined : decodeHeader(text, start, end);
  if (header?.kind === "jose") {
    const last = tokenEnd(text, header, parts);
    if (last > 0) return report(scan, jwtKind, { start, end: last });
  }
  const last = signedEnd(text, { start, end }, header?.kind === "json" ? parts : []);
  if (last > 0) return report(scan, signedValueKind, { start, end: last });
  return jump({ start, end });
}

/** What has the form of a token but cannot be decoded: made up for a test, or damaged on its way. */
function lookAtUnreadable(scan: Scan, header: Part): number {
  const { text } = scan;
  if (header.end - header.start < SHORTEST_PART) return GO_ON;
  const parts = partsBehind(text, header.end);
  const [payload, signature] = parts;
  if (payload === undefined || signature === undefined || !parts.every(isLong)) return jump(header);
  if (!text.startsWith("ey", payload.start)) return jump(header);
  return report(scan, jwtKind, { start: header.start, end: skipPadding(text, signature.end) });
}

const jump = ({ start, end }: Part): number => (end - start < WORTH_A_JUMP ? GO_ON : end);

function report(scan: Scan, kind: Kind, { start, end }: Part): number {
  scan.report(kind, start, end);
  return end;
}

/** Behind the token whose parts these are; 0 if they are too little for one. */
function tokenEnd(text: string, { encrypted }: DecodedHeader, parts: readonly Part[]): number {
  const wanted = encrypted ? parts : parts.slice(0, SIGNATURE_PARTS);
  const first = wanted[0];
  if (first === undefined || !(isPayload(text, first) || wanted.slice(1).some(isLong))) return 0;
  const last = wanted.findLast(({ start, end }) => end > start) ?? first;
  const end = skipDisclosures(text, skipPadding(text, last.end));
  // The signature of an unsigned token is empty, its point is not.
  return wanted.length === 1 || last !== first || codeAt(text, end + 1) === POINT ? end : end + 1;
}

const isLong = ({ start, end }: Part): boolean => end - start >= SHORTEST_PART;

const isPayload = (text: string, { start, end }: Part): boolean =>
  end - start >= SHORTEST_PART || (end - start >= SHORTEST_OPENED_PAYLOAD && opensJsonObject(text, start, end));

/**
 * JSON Web Tokens: signed, encrypted, unsigned, detached, cut off. Announced by what `{"`, `{ "`, and `{` with a line
 * break become in base64; a header alone is no secret and stays.
 */
export const jwtDetector: Detector = {
  name: "jwt",
  anchors: [{ literals: ["eyJ", "eyA", "ewo", "ew0", "ewk"], caseSensitive: true, look: lookAtHeader }],
};
