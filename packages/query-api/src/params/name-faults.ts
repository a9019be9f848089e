import { looksLikeKey } from "../model/key-form.ts";
import type { ParameterFault } from "../model/problem.ts";
import { nearest } from "./nearest.ts";

/** A name of a request that means nothing here. */
export function unknownFault(noun: "parameter" | "field", given: string, allowed: readonly string[]): ParameterFault {
  // `job[]` and `job1` are ways in which other APIs write `job`.
  const guess = nearest(given.replace(/[^a-z_]/gi, ""), allowed);
  const hint = guess === undefined ? "" : `Did you mean ${guess}? `;
  const list = allowed.length === 0 ? `This endpoint takes no ${noun}s.` : `Allowed: ${allowed.join(", ")}.`;
  const name = safeName(given);
  return { parameter: name, detail: `There is no ${noun} ${name} here.`, fix: `${hint}${list}` };
}

/** `given`: its name, or the path of a field inside others, `matchers.0.name`. */
export function repeatedFault(given: string): ParameterFault {
  return { parameter: safeName(given), detail: "It is given more than once.", fix: "Give it once." };
}

/** Longest name that is repeated, characters. */
const MAX_NAME = 30;
/** Words, perhaps numbered, with brackets or dots between them: no random key looks like that. */
const NAME = /^\??[a-z_]+\d{0,3}(?:[.[\]?]+(?:[a-z_]+\d{0,3}|\d{0,3}))*$/i;

/** What stands where a name should may be a key, or break a line of a log: it is repeated cleaned and cut, a key not at all. */
function safeName(given: string): string {
  const cleaned = given.slice(0, 200).replace(/[^\w.[\]-]+/g, "?");
  if (looksLikeKey(given) || !NAME.test(cleaned)) return "(unnamed)";
  return cleaned.length > MAX_NAME ? `${cleaned.slice(0, MAX_NAME)}…` : cleaned;
}
