import { warnOnce } from "../record/guard.ts";
import { cleanText } from "../record/outgoing.ts";
import { text } from "../record/text.ts";
import type { Site } from "./site.ts";

const MAX_NAME = 200;

/**
 * The name a job asks for: from the options, then the function, then the place that registered it. Sanitized here, once, so
 * that every signal says the same.
 */
export function wantedName(option: string | undefined, functionName: string, site: Site): string {
  const name = cleanName((option ?? "").trim() || functionName);
  if (name === "") {
    warnOnce(
      `name ${site.label}`,
      `jobscope: the job registered at ${site.label} has no name, so it is named for its place and loses its history ` +
        `when the line moves. Give it one: { name: "invoice.generate" }.`,
    );
    return cleanName(site.label);
  }
  if (option === undefined && name.length === 1) {
    warnOnce(
      `name ${name}`,
      `jobscope: the job registered at ${site.label} is named "${name}" for its function, which looks minified and may ` +
        `change with every build. Give it a name: { name: "invoice.generate" }.`,
    );
  }
  return name;
}

/** For names of jobs, groups and owners. */
export const cleanName = (name: string): string => text(cleanText(name, "attribute"), MAX_NAME);

export interface NameHolder {
  readonly siteKey: string;
  /** What the job was to be called before secrets were masked: two that look alike since then are still two. */
  readonly givenName: string;
  /** False once it was paused or removed: the same place may then register again and keep the name. */
  readonly claims: () => boolean;
}

/**
 * Decides the name on the wire. A second place with the same name becomes `name#2`; the same place gets its name
 * back, unless it holds it with another schedule that is still active (a loop that registers several jobs).
 */
export class NameBook {
  readonly #holders = new Map<string, NameHolder>();

  claim(wanted: string, holder: NameHolder): string {
    for (let ordinal = 1; ; ordinal++) {
      const name = ordinal === 1 ? wanted : `${wanted}#${ordinal}`;
      const present = this.#holders.get(name);
      if (present === undefined || isSameJob(present, holder)) {
        this.#holders.set(name, holder);
        if (ordinal > 1) warnTaken(wanted, name, holder.siteKey);
        return name;
      }
    }
  }
}

const isSameJob = (present: NameHolder, holder: NameHolder): boolean =>
  present.siteKey === holder.siteKey && present.givenName === holder.givenName && !present.claims();

function warnTaken(wanted: string, name: string, site: string): void {
  warnOnce(
    `taken ${name}`,
    `jobscope: a job named "${wanted}" is registered already; the one at ${site} is reported as "${name}". ` +
      "Give each job a name of its own.",
  );
}
