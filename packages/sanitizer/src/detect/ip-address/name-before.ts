import { codeAt, isAlphanumeric, isLetter } from "../scan/characters.ts";

const LOOK_BEHIND = 64;
const HYPHEN = 45;
const POINT = 46;
const UNDERSCORE = 95;

/** `ip-203.0.113.7`; behind another word a hyphen begins a version: `package-1.2.3.4.tgz`. */
const HOSTS: ReadonlySet<string> = new Set(
  "ip host node client server addr address peer from to src dst remote ipv4".split(" "),
);

/** Whether the letters before `end` are a word for a machine. */
export const isHostWord = (text: string, end: number): boolean => HOSTS.has(lastWord(text, end));

/** The letters before `end`, in lower case. */
export function lastWord(text: string, end: number): string {
  let start = end;
  while (end - start < LOOK_BEHIND && isLetter(codeAt(text, start - 1))) start--;
  return text.slice(start, end).toLowerCase();
}

/** Where the name of a product, a package or a host begins that ends at `end`. */
export function nameStart(text: string, end: number): number {
  let start = end;
  while (start > 0 && end - start < LOOK_BEHIND && isNamePart(codeAt(text, start - 1))) start--;
  return start;
}

export function hasPoint(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (codeAt(text, i) === POINT) return true;
  return false;
}

const isNamePart = (code: number): boolean =>
  isAlphanumeric(code) || code === POINT || code === HYPHEN || code === UNDERSCORE;
