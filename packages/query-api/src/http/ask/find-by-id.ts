import { candidateIds } from "../../plan/candidate-ids.ts";
import { ApiProblem } from "../reply/api-problem.ts";
import { askStore } from "./ask-store.ts";

interface Lookup<T> {
  /** What the caller asked for. */
  readonly id: string;
  /** For the error text: "job". */
  readonly what: string;
  /** Where ids come from: "jobs". */
  readonly list: string;
  readonly find: (id: string) => Promise<T | undefined>;
}

/** The one resource with this id, or a problem that says where ids come from. */
export async function findById<T>({ id, what, list, find }: Lookup<T>): Promise<T> {
  for (const candidate of candidateIds(id)) {
    const found = await askStore(() => find(candidate));
    if (found !== undefined) return found;
  }
  throw new ApiProblem({
    kind: "not_found",
    detail: `There is no ${what} with this id.`,
    fix: `Take \`id\` or \`url\` from GET ${list}; old ones are deleted after the retention time.`,
  });
}
