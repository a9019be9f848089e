import type { Anchor, Scan } from "../../../model/detector.ts";
import { GO_ON } from "../../../model/detector.ts";
import { passwordKey } from "../../key-name/key-kinds.ts";
import { isPlaceholder } from "../../value/placeholder.ts";
import { readOpening } from "../extent/opening.ts";
import { quotedEnd } from "../extent/quoted-end.ts";
import { foundKind } from "../judge/found-kinds.ts";
import { skipBlanks } from "../signs.ts";

const LONGEST_PLUGIN = 40;
const SHORTEST_VALUE = 2;

/** `IDENTIFIED BY 'x'`, `IDENTIFIED WITH plugin BY 'x'`, `IDENTIFIED BY PASSWORD 'x'`: SQL's words for a password. */
function lookAtIdentified(scan: Scan, _start: number, end: number): number {
  const { text } = scan;
  const by = behindBy(text, skipBlanks(text, end));
  if (by < 0) return GO_ON;
  const opening = readOpening(text, by, "words");
  const { start } = opening;
  if (opening.quote === 0) return GO_ON;
  const close = quotedEnd(text, opening);
  if (close < start + SHORTEST_VALUE || isPlaceholder(text, start, close)) return GO_ON;
  scan.report(foundKind(passwordKey), start, close);
  return close;
}

function behindBy(text: string, at: number): number {
  const part = text.slice(at, at + LONGEST_PLUGIN).toLowerCase();
  if (part.startsWith("by password ")) return at + 12;
  if (part.startsWith("by ")) return at + 3;
  const by = part.startsWith("with ") || part.startsWith("using ") ? part.indexOf(" by ") : -1;
  return by < 0 ? -1 : at + by + 4;
}

export const identifiedBy: Anchor = { literals: ["identified"], look: lookAtIdentified };
