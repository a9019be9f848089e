import type { Detector, Look, Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { MASK_START } from "../../model/kind.ts";
import type { KeyRule } from "../../model/policy.ts";
import { birthDateKey, passwordKey, recoveryKey } from "../key-name/key-kinds.ts";
import { codeAt, isAlphanumeric } from "../scan/characters.ts";
import { codeBefore } from "./code-before.ts";
import { annotationEnd } from "./extent/annotation.ts";
import { digitsEnd } from "./extent/digit-groups.ts";
import { elementEnd, namedElementEnd } from "./extent/element-end.ts";
import { closesKey } from "./extent/key-quote.ts";
import type { Opening } from "./extent/opening.ts";
import { readOpening } from "./extent/opening.ts";
import { fourWordsEnd, phraseEnd } from "./extent/phrase-end.ts";
import { quotedEnd } from "./extent/quoted-end.ts";
import { schemeEnd } from "./extent/scheme-end.ts";
import { wordEnd } from "./extent/word-end.ts";
import { isTagName } from "./join/element.ts";
import { readSeparator } from "./join/separator.ts";
import type { Claim } from "./judge/claim.ts";
import { FEWEST_DIGITS } from "./judge/fewest-digits.ts";
import { foundKind } from "./judge/found-kinds.ts";
import { holdsSecret } from "./judge/holds-secret.ts";
import { LEFT_TO_OTHERS_IN_TEXTS } from "./judge/left-to-others.ts";
import { isRuled } from "./judge/ruled-value.ts";
import { anchorsOf } from "./key/anchors.ts";
import { endingsOf } from "./key/endings.ts";
import { identifierEnd, identifierStart } from "./key/identifier.ts";
import type { Key } from "./key/key-around.ts";
import { keyAround } from "./key/key-around.ts";
import { mayFollow } from "./key/may-follow.ts";
import { COLON, COMMA, HYPHEN, skipBlanks } from "./signs.ts";
import { identifiedBy } from "./sql/identified-by.ts";
import { insertAnchor } from "./sql/insert.ts";

/** So much of a value is read before it is judged: a value that is none must not cost more. */
const JUDGED = 160;
const LONGEST = 16_384;
const MOST_ELEMENTS = 64;

/**
 * Values behind a sensitive key in a text, whatever joins the two: `password=…`, `"apiKey": "…"`, `--token …`,
 * `<secret>…</secret>`, `password%3D…`, JSON within strings, YAML, SQL. Exactly the value is reported.
 */
export function assignmentDetector(keys: readonly KeyRule[] = []): Detector {
  const mayEndName = endingsOf(keys);
  const look: Look = (scan, anchor, anchorEnd) => {
    const end = identifierEnd(scan.text, anchorEnd);
    return end < 0 || !mayEndName(scan.text, end) ? GO_ON : lookAtName(scan, anchor, end);
  };
  return { name: "assignment", anchors: [{ literals: anchorsOf(keys), look }, identifiedBy, insertAnchor, codeBefore] };
}

/** `anchor` stands in the identifier that ends at `end`. */
function lookAtName(scan: Scan, anchor: number, end: number): number {
  const { text } = scan;
  const start = identifierStart(text, anchor, scan.floor);
  if (start < 0 || !mayFollow(text, end, codeAt(text, start - 1) === HYPHEN)) return GO_ON;
  // `[REDACTED:auth_header]' > file`
  if (codeAt(text, start - 1) === COLON && text.startsWith(MASK_START, start - MASK_START.length - 1)) return GO_ON;
  const key = keyAround(scan, start, end);
  if (key === undefined || LEFT_TO_OTHERS_IN_TEXTS.has(key.keyClass.kind)) return GO_ON;
  return lookAtValue(scan, key);
}

function lookAtValue(scan: Scan, key: Key): number {
  const { text } = scan;
  const { form, at, quoted } = readSeparator(text, key.start, key.end);
  if (form === "none") return GO_ON;
  const opening = readOpening(text, at, form);
  const { keyClass, start: keyStart, doubtful } = key;
  const claim: Claim = { keyClass, form, keyStart, quotedKey: quoted, doubtful };
  let next = reportValue(scan, opening, claim);
  if (next === GO_ON) return next;
  if (form === "far") return reportSecond(scan, next, claim);
  if (!opening.listed) return next;
  for (let count = 0; count < MOST_ELEMENTS; count++) {
    const comma = skipBlanks(text, behindQuote(text, next));
    if (codeAt(text, comma) !== COMMA) break;
    const element = readOpening(text, comma + 1, form);
    const after = element.quote === 0 ? GO_ON : reportValue(scan, element, claim);
    if (after === GO_ON) break;
    next = after;
  }
  return next;
}

/** `changed password from … to …` */
function reportSecond(scan: Scan, first: number, claim: Claim): number {
  const { text } = scan;
  const at = behindQuote(text, first);
  if (!text.startsWith(" to ", at)) return first;
  const next = reportValue(scan, readOpening(text, at + 4, "far"), claim);
  return next === GO_ON ? first : next;
}

/** Behind the quote, and the backslashes in front of it, that close a value at `at`. */
function behindQuote(text: string, at: number): number {
  let i = at;
  while (i - at < 16 && codeAt(text, i) === 92) i++;
  const code = codeAt(text, i);
  return code === 34 || code === 39 ? i + 1 : at;
}

function reportValue(scan: Scan, opening: Opening, claim: Claim): number {
  const { text } = scan;
  if (opening.quote !== 0) {
    if (!claim.quotedKey && closesKey(text, opening.start, opening.quote)) return GO_ON;
    const end = quotedEnd(text, opening);
    const start = isRuled(claim) ? opening.start : schemeEnd(text, opening.start);
    if (end >= 0) return report(scan, { start, end, quoted: true }, claim);
  }
  if (claim.form === "element" || claim.form === "cell") return reportElement(scan, opening.start, claim);
  const next = reportWord(scan, opening.start, claim);
  if (next !== GO_ON || claim.form !== "colon") return next;
  const annotated = annotationEnd(text, opening.start);
  return annotated < 0
    ? GO_ON
    : reportValue(scan, readOpening(text, annotated, "equals"), { ...claim, form: "equals" });
}

/** Without a tag behind it, it is a placeholder in a sentence (`<token> is missing`) or was cut off. */
function reportElement(scan: Scan, start: number, claim: Claim): number {
  const { text } = scan;
  const { form, keyStart } = claim;
  if (form === "element" && (isTagName(text, keyStart) || text.startsWith("&lt;", keyStart - 4))) {
    const end = namedElementEnd(text, keyStart, start);
    return end < 0 ? GO_ON : report(scan, { start, end, quoted: true }, claim);
  }
  const end = elementEnd(text, start);
  if (end >= 0) return report(scan, { start, end, quoted: true }, claim);
  const last = wordEnd(text, start, { form: "element", limit: LONGEST });
  const cut = last === text.length && isAlphanumeric(codeAt(text, start));
  return cut ? report(scan, { start, end: last, quoted: false }, claim) : GO_ON;
}

function reportWord(scan: Scan, from: number, claim: Claim): number {
  const { text } = scan;
  const { form } = claim;
  const { kind } = claim.keyClass;
  const start = schemeEnd(text, from);
  let end = wordEnd(text, start, { form, limit: JUDGED });
  if (kind === recoveryKey) end = phraseEnd(text, start, end);
  else if (kind === passwordKey) end = fourWordsEnd(text, start, end);
  else if (FEWEST_DIGITS.has(kind)) end = digitsEnd(text, end, kind === birthDateKey);
  if (end - start >= JUDGED && holdsSecret(text, { start, end, quoted: false }, claim)) {
    end = wordEnd(text, start, { form, limit: LONGEST });
  }
  return report(scan, { start, end, quoted: false }, claim);
}

interface Range {
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
}

function report(scan: Scan, value: Range, claim: Claim): number {
  if (!holdsSecret(scan.text, value, claim)) return GO_ON;
  scan.report(foundKind(claim.keyClass.kind), value.start, value.end);
  return value.end;
}
