import { idWithin, serviceIdOf } from "@jobscope/tracker";
import { z } from "zod";

import { echoed } from "./echoed.ts";

const MAX_LENGTH = 2000;
/** For the documentation: what has fewer parts is no id. */
const PATTERN = "^[^~]*~[^~]*~[^~]*~";
const FIX = "Take `id` from GET jobs, such as production~shop~billing~send-invoices.";

/**
 * The `id` of a job: four parts, joined by `~`, each escaped. Who pastes it into a query without escaping it once more has
 * that layer taken off on the way, and means the same job.
 */
export function jobId(): z.ZodPipe<z.ZodString, z.ZodTransform<string, string>> {
  return z
    .string()
    .transform((given, context): string => {
      if (given.split("~").length < 4 || given.length > MAX_LENGTH) {
        const message = `${echoed(given)} is not the id of a job.`;
        context.addIssue({ code: "custom", message, params: { fix: FIX } });
        return z.NEVER;
      }
      return escapedId(given);
    })
    .meta({ override: { pattern: PATTERN, maxLength: MAX_LENGTH } });
}

/** An id of four parts, each escaped, however it was pasted. */
export function escapedId(given: string): string {
  const [environment = "", namespace = "", service = "", ...rest] = given.split("~");
  const parts = [environment, namespace, service, rest.join("~")];
  return parts.every(isEscaped) ? given : idOf(parts);
}

/** Whether this is how an id writes a part, rather than the part itself. */
function isEscaped(part: string): boolean {
  try {
    return idWithin("", decodeURIComponent(part)) === `~${part}`;
  } catch {
    return false;
  }
}

function idOf([environment = "", namespace = "", service = "", job = ""]: readonly string[]): string {
  return idWithin(serviceIdOf({ environment, namespace, service }), job);
}
