import type { Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { codeAt } from "../scan/characters.ts";
import { beginsAt, endsAt, standsApart } from "../value/boundary.ts";
import { looksRandom } from "../value/randomness.ts";
import type { Family, Form } from "./family.ts";
import { GITHUB_TOKEN_LENGTH, hasGithubChecksum } from "./github-checksum.ts";
import { endOfSegments } from "./segment.ts";

const POINT = 46;
const HYPHEN = 45;
const EQUALS = 61;

/** What was read this far and is no token is not read again. */
const WORTH_SKIPPING = 32;

/** Reports the first of these families whose token stands at `start`. */
export function matchFamily(scan: Scan, start: number, candidates: readonly Family[]): number {
  const { text } = scan;
  const begins = beginsAt(text, start, scan.floor);
  let next = GO_ON;
  for (const family of candidates) {
    if (!text.startsWith(family.prefix, start)) continue;
    if (!begins && !isProvenGithub(text, start, family)) continue;
    const body = start + family.prefix.length;
    const end = endOfBody(text, body, family);
    if (end > body && isToken(text, { start, body, end }, family)) {
      scan.report(family.kind, family.keepsPrefix ? body : start, end);
      return end;
    }
    if (Math.abs(end) - body > WORTH_SKIPPING) next = Math.abs(end);
  }
  return next;
}

type Place = Readonly<Record<"start" | "body" | "end", number>>;

const isToken = (text: string, { start, body, end }: Place, { randomness, apart }: Form): boolean =>
  (!apart || standsApart(text, start, end)) && looksRandom(text.slice(body, end), randomness);

/** Negative if there is none, as of {@link endOfSegments}. */
function endOfBody(text: string, body: number, { body: segments, tail }: Form): number {
  let end = endOfSegments(text, body, segments);
  if (end < 0) return end;
  if (tail.length > 0) end = Math.max(end, endOfSegments(text, end, tail));
  if (!endsAt(text, end)) return -end;
  // The point at the end of a sentence, the dash before a remark.
  let code = codeAt(text, end - 1);
  while (end > body && (code === POINT || code === HYPHEN)) code = codeAt(text, --end - 1);
  while (codeAt(text, end) === EQUALS) end++;
  return end;
}

/** Glued to a word, only the checksum tells a token from part of the word. */
const isProvenGithub = (text: string, start: number, { kind }: Family): boolean =>
  kind.name === "api_token.github" && hasGithubChecksum(text.slice(start, start + GITHUB_TOKEN_LENGTH));
