import type { Anchor, Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import type { Kind } from "../../model/kind.ts";
import { isBase64 } from "../base64/alphabet.ts";
import { codeAt, isAlphanumeric } from "../scan/characters.ts";
import type { LiteralForm } from "./literal-forms.ts";

const UNDERSCORE = 95;
const PADDING = 61;

/** An anchor that is itself what is looked for. */
export function literalAnchor(form: LiteralForm, kind: Kind): Anchor {
  return {
    literals: [form.text],
    caseSensitive: true,
    reach: form.before,
    look: (scan, start, end) =>
      form.apart && !standsApart(scan.text, start, end) ? GO_ON : found(scan, kind, { start, end, form }),
  };
}

interface Place {
  readonly start: number;
  readonly end: number;
  readonly form: LiteralForm;
}

function found(scan: Scan, kind: Kind, { start, end, form }: Place): number {
  const { text } = scan;
  const from = start - form.before;
  let to = end + (form.after === 1 && isBase64(codeAt(text, end)) ? 1 : 0);
  while (form.after === 1 && text.charCodeAt(to) === PADDING && to < end + 3) to++;
  scan.report(kind, form.before === 1 && isBase64(codeAt(text, from)) ? from : start, to);
  return to;
}

/** Neither end goes on as the word that it is part of. */
function standsApart(text: string, start: number, end: number): boolean {
  const before = start > 0 && isWord(text.charCodeAt(start - 1)) && isWord(text.charCodeAt(start));
  const after = end < text.length && isWord(text.charCodeAt(end)) && isWord(text.charCodeAt(end - 1));
  return !before && !after;
}

const isWord = (code: number): boolean => isAlphanumeric(code) || code === UNDERSCORE || code > 127;
