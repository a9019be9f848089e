import type { ParameterFault } from "../model/problem.ts";
import { nearest } from "./nearest.ts";

/** A name of a request that means nothing here. */
export function unknownFault(noun: "parameter" | "field", given: string, allowed: readonly string[]): ParameterFault {
  const guess = nearest(given, allowed);
  const hint = guess === undefined ? "" : `Did you mean ${guess}? `;
  const list = allowed.length === 0 ? `This endpoint takes no ${noun}s.` : `Allowed: ${allowed.join(", ")}.`;
  const name = safeName(given);
  return { parameter: name, detail: `There is no ${noun} ${name} here.`, fix: `${hint}${list}` };
}

export function repeatedFault(given: string): ParameterFault {
  return { parameter: safeName(given), detail: "It is given more than once.", fix: "Give it once." };
}

/** A key pasted in the wrong place may stand where a name should: what is not plainly a name is not repeated. */
function safeName(given: string): string {
  return /^[a-z_]{1,30}$/i.test(given) ? given : "(unnamed)";
}
