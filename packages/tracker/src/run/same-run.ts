import type { Run, RunFacts } from "../model/run.ts";

function sameFields<T extends object>(a: T, b: T, except: readonly (keyof T)[]): boolean {
  let fields = 0;
  for (const key in a) {
    fields += 1;
    if (!except.includes(key) && a[key] !== b[key]) return false;
  }
  for (const _key in b) fields -= 1;
  return fields === 0;
}

const sameFacts = (a: RunFacts = {}, b: RunFacts = {}): boolean => a === b || sameFields(a, b, []);

/** Whether two values of a run say the same: when they were last received apart. */
export function sameRun(a: Run, b: Run): boolean {
  return a === b || (sameFields(a, b, ["facts", "lastReceivedMs"]) && sameFacts(a.facts, b.facts));
}
