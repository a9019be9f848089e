import type { ProblemKind } from "../../model/problem.ts";
import type { QueryApiDeps } from "../deps.ts";
import { ApiProblem } from "../reply/api-problem.ts";
import { auditOf } from "./audit-entry.ts";
import type { Author } from "./audit-entry.ts";

/** A change that somebody was allowed to make, and that could not be made. */
const FAILURES: ReadonlySet<ProblemKind> = new Set(["not_found", "conflict"]);

export interface Attempt {
  readonly author: Author;
  /** `keys.revoke` */
  readonly action: string;
  /** What it would have been done to; `""` where nothing was named. */
  readonly target: string;
}

/** Makes a change; one that cannot be made is noted in the audit as tried in vain. */
export async function notingFailure<T>(
  { auditor, nowMs }: Pick<QueryApiDeps, "auditor" | "nowMs">,
  { author, action, target }: Attempt,
  change: () => Promise<T>,
): Promise<T> {
  try {
    return await change();
  } catch (error) {
    if (error instanceof ApiProblem && FAILURES.has(error.facts.kind)) {
      const { detail } = error.facts;
      auditor?.deny({ ...auditOf(author, { atMs: nowMs(), action, target, detail }), outcome: "failed" });
    }
    throw error;
  }
}
