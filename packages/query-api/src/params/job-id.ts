import { escapedId } from "../model/id-parts.ts";
import { echoed } from "./echoed.ts";
import { scalar } from "./scalar.ts";
import type { Scalar } from "./scalar.ts";

const MAX_LENGTH = 2000;
/** For the documentation: what has fewer parts is no id. */
const PATTERN = "^[^~]*~[^~]*~[^~]*~";
const FIX = "Take `id` from GET jobs, such as production~shop~billing~send-invoices.";

/**
 * The `id` of a job: four parts, joined by `~`, each escaped. Who pastes it into a query without escaping it once more has
 * that layer taken off on the way, and means the same job.
 */
export function jobId(): Scalar<string> {
  return scalar(
    (given, refuse) => {
      const id = given.length > MAX_LENGTH ? undefined : escapedId(given);
      return id ?? refuse(`${echoed(given)} is not the id of a job.`, FIX);
    },
    { override: { pattern: PATTERN, maxLength: MAX_LENGTH } },
  );
}
