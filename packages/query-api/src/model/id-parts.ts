import { idWithin, serviceIdOf } from "@jobscope/tracker";

/** Of the id of a job and of a run: environment, namespace, service, and the name of the job or run. */
const PARTS = 4;

/** The parts of an id, joined by `~`; undefined for what has fewer than four. What is beyond belongs to the last one. */
export function idParts(given: string): readonly string[] | undefined {
  const parts = given.split("~");
  return parts.length < PARTS ? undefined : [...parts.slice(0, PARTS - 1), parts.slice(PARTS - 1).join("~")];
}

/** The id of which these are the parts, each escaped. */
export function idOfParts([environment = "", namespace = "", service = "", name = ""]: readonly string[]): string {
  return idWithin(serviceIdOf({ environment, namespace, service }), name);
}

/** An id with each of its parts escaped, however it was pasted; undefined for what is none. */
export function escapedId(given: string): string | undefined {
  const parts = idParts(given);
  if (parts === undefined) return undefined;
  return parts.every(isEscaped) ? given : idOfParts(parts);
}

/** Whether this is how an id writes a part, rather than the part itself. */
function isEscaped(part: string): boolean {
  try {
    return idWithin("", decodeURIComponent(part)) === `~${part}`;
  } catch {
    return false;
  }
}
