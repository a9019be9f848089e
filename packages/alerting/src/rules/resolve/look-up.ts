import { nearestName } from "../schema/nearest-name.ts";
import type { At } from "./at.ts";

interface Among {
  readonly names: readonly string[];
  /** `channel`, `receiver`. */
  readonly what: string;
  readonly at: At;
}

/** Tells of a name that nothing has. */
export function lookUp(name: string, { names, what, at }: Among): void {
  if (names.includes(name)) return;
  const near = nearestName(name, names);
  const known = names.length === 0 ? "there is none" : `there are ${names.join(", ")}`;
  at.add([], `there is no ${what} "${name.slice(0, 60)}": ${near === undefined ? known : `write ${near}`}`);
}
