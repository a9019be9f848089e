import type { StoredKey } from "@jobscope/store";

import { keyStateAt } from "../../model/key-state.ts";
import { askStore } from "../ask/ask-store.ts";
import type { QueryApiDeps } from "../deps.ts";
import { ApiProblem } from "../reply/api-problem.ts";

export async function findKey({ reader }: QueryApiDeps, id: string): Promise<StoredKey> {
  const found = (await askStore(() => reader.keys())).find((key) => key.id === id);
  if (found !== undefined) return found;
  const fix = "Take `id` from GET keys; the admin key itself is replaced with JOBSCOPE_ADMIN_KEY.";
  throw new ApiProblem({ kind: "not_found", detail: "There is no key with this id.", fix });
}

/** What has ended is not brought to life again. */
export function refuseEnded(key: StoredKey, nowMs: number): void {
  const state = key.replacedBy === undefined ? keyStateAt(key, nowMs) : "replaced";
  if (state === "active") return;
  throw new ApiProblem({ kind: "conflict", detail: `The key is ${state}.`, fix: "Make a new key with POST keys." });
}
