import type { Anchor, Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { MASK_START } from "../../model/kind.ts";
import { codeAt, isAlphanumeric, isDigit } from "../scan/characters.ts";
import { isNoSecret } from "../value/no-secret.ts";
import { isTokenLike } from "../value/token-like.ts";
import { parameterKind, pathKind } from "./url-kinds.ts";

const EXCLAMATION = 33;
const HYPHEN = 45;
const POINT = 46;
const SLASH = 47;
const COLON = 58;
const SEMICOLON = 59;
const UNDERSCORE = 95;
const TILDE = 126;
/** A webhook's token is longer; `/webhooks/42/edit` is none. */
const SHORTEST_TOKEN = 20;
const LONGEST_PART = 256;
const MAX_PARTS = 6;

const isPathPart = (code: number): boolean =>
  isAlphanumeric(code) ||
  code === HYPHEN ||
  code === UNDERSCORE ||
  code === POINT ||
  code === TILDE ||
  code === EXCLAMATION;

/** Behind one part of a path; a full stop or `!` at its end belongs to the sentence. */
function partEnd(text: string, start: number): number {
  let end = start;
  while (end < start + LONGEST_PART && isPathPart(codeAt(text, end))) end++;
  while (end > start && (codeAt(text, end - 1) === POINT || codeAt(text, end - 1) === EXCLAMATION)) end--;
  return end;
}

function digitsEnd(text: string, start: number): number {
  let end = start;
  while (end < start + LONGEST_PART && isDigit(codeAt(text, end))) end++;
  return end;
}

function report(scan: Scan, start: number, end: number): number {
  if (isNoSecret(scan.text, start, end)) return GO_ON;
  scan.report(pathKind, start, end);
  return end;
}

/** `hooks.slack.com/services/T…/B…/…`: all of the path behind its first part is the key. */
function lookAtHook(scan: Scan, _start: number, end: number): number {
  const { text } = scan;
  const slash = partEnd(text, end);
  if (codeAt(text, slash) !== SLASH) return GO_ON;
  let last = slash;
  for (let parts = 0; parts < MAX_PARTS && codeAt(text, last) === SLASH; parts++) last = partEnd(text, last + 1);
  // Its keys were masked one by one: the part before them is none.
  if (text.startsWith(MASK_START, last)) return GO_ON;
  if (codeAt(text, last - 1) === SLASH) last--;
  return report(scan, slash + 1, last);
}

/** Discord's `/webhooks/<id>/<token>`: without the token the id says nothing. */
function lookAtNumberedHook(scan: Scan, _start: number, end: number): number {
  const id = digitsEnd(scan.text, end);
  if (id === end || codeAt(scan.text, id) !== SLASH) return GO_ON;
  const last = partEnd(scan.text, id + 1);
  return last - id > SHORTEST_TOKEN ? report(scan, id + 1, last) : GO_ON;
}

/** Telegram's `/bot<id>:<token>/sendMessage`. */
function lookAtBot(scan: Scan, _start: number, end: number): number {
  const id = digitsEnd(scan.text, end);
  if (id - end < 6 || codeAt(scan.text, id) !== COLON) return GO_ON;
  const last = partEnd(scan.text, id + 1);
  return last - id > SHORTEST_TOKEN ? report(scan, end, last) : GO_ON;
}

/** A link that works for whoever holds it: the part that follows is a token, if it looks like one. */
function lookAtKeyedLink(scan: Scan, _start: number, end: number): number {
  const last = partEnd(scan.text, end);
  return last - end >= SHORTEST_TOKEN && isTokenLike(scan.text, end, last) ? report(scan, end, last) : GO_ON;
}

/** `;jsessionid=…` stands in the path, where no parameter is looked for. */
function lookAtSessionId(scan: Scan, start: number, end: number): number {
  if (codeAt(scan.text, start - 1) !== SEMICOLON) return GO_ON;
  const last = partEnd(scan.text, end);
  if (isNoSecret(scan.text, end, last)) return GO_ON;
  scan.report(parameterKind, end, last);
  return last;
}

export const pathAnchors: readonly Anchor[] = [
  { literals: ["hooks.slack.com/", "webhook.office.com/", "hooks.zapier.com/"], look: lookAtHook },
  { literals: ["/webhooks/"], look: lookAtNumberedHook },
  { literals: ["/bot"], look: lookAtBot },
  {
    literals: [
      ..."/reset-password/ /password-reset/ /password/reset/ /magic-link/ /verify-email/".split(" "),
      ..."/with/key/ /v2/hook/ events.pagerduty.com/integration/".split(" "),
    ],
    look: lookAtKeyedLink,
  },
  { literals: ["jsessionid="], look: lookAtSessionId },
];
