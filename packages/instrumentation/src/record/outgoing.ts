import type { Location, Sanitizer } from "@jobscope/sanitizer";
import { createSanitizer } from "@jobscope/sanitizer";
import { EXEMPT_ATTRIBUTES } from "@jobscope/semconv";
import type { Attributes } from "@opentelemetry/api";
import { diag } from "@opentelemetry/api";

import { sanitizerOfEnvironment } from "./sanitizer-of-environment.ts";
import { shared } from "./shared.ts";

/** How what we record is made safe; one per process. */
export interface Outgoing {
  /** False: turned off by the user. Undefined: nobody needed it yet. */
  sanitizer: Sanitizer | false | undefined;
  /**
   * True where an SDK of somebody else takes what we record: then it is sanitized before it is handed over. Our own pipeline
   * sanitizes everything that passes it, so that nothing is searched twice.
   */
  atSource: boolean;
  /** `reduced`: stack traces keep the frames of the application alone. */
  errorDetail: "full" | "reduced";
}

export const outgoing: Outgoing = shared("outgoing", () => ({
  sanitizer: undefined,
  atSource: true,
  errorDetail: "full",
}));

/** Undefined where the user turned it off. */
export function currentSanitizer(): Sanitizer | undefined {
  outgoing.sanitizer ??= sanitizerWithoutStart();
  return outgoing.sanitizer === false ? undefined : outgoing.sanitizer;
}

/** Jobs are recorded without `start()` too. A policy that cannot be used must not mean that there is none. */
function sanitizerWithoutStart(): Sanitizer {
  try {
    return sanitizerOfEnvironment(process.env);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    diag.warn(`jobscope: ${reason} Meanwhile the policy is "strict"`);
    return createSanitizer("strict");
  }
}

export const cleanText = (value: string, location: Location = "body"): string =>
  currentSanitizer()?.text(value, location).text ?? value;

/** For texts that our pipeline would clean later. */
export const cleanAtSource = (value: string, location: Location): string =>
  outgoing.atSource ? cleanText(value, location) : value;

/** For attributes that our pipeline would clean later; undefined where a rule drops the record. */
export function cleanAttributesAtSource(attributes: Attributes): Attributes | undefined {
  const sanitizer = outgoing.atSource ? currentSanitizer() : undefined;
  if (sanitizer === undefined) return attributes;
  const clean = sanitizer.attributes(attributes, { exempt: EXEMPT_ATTRIBUTES });
  return clean.dropped ? undefined : clean.attributes;
}
