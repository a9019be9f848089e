import type { JobId } from "@jobscope/tracker";

import { type ErrorFingerprint, fingerprintOfError } from "./error-fingerprint.ts";
import type { JobEntry } from "./job-entry.ts";
import type { SharedError } from "./job-facts.ts";
import type { FailedRun } from "./job-view.ts";

interface Entry extends SharedError {
  readonly jobs: Map<JobId, FailedRun>;
}

/** The failure that is the job's last outcome. What a lost run died of nobody knows: it looks like nothing else. */
function standingFailure(entry: JobEntry): FailedRun | undefined {
  const last = entry.failures.at(-1);
  if (last === undefined || last.lost || entry.retiredMs !== undefined) return undefined;
  return last.runKey === entry.newest?.runKey ? last : undefined;
}

/** Which jobs failed alike, by what their last failures have in common. */
export class SharedErrors {
  readonly #byKey = new Map<string, Entry>();

  get(key: string): SharedError | undefined {
    return this.#byKey.get(key);
  }

  all(): Iterable<SharedError> {
    return this.#byKey.values();
  }

  /** Takes the job's last failure. Returns the keys of what it changed. */
  note(entry: JobEntry): readonly string[] {
    const failure = standingFailure(entry);
    const print = failure === undefined ? undefined : fingerprintOfError(failure.errorType, failure.errorMessage);
    const before = entry.sharedError;
    if (failure === undefined || print === undefined) {
      if (before === undefined) return [];
      this.#leave(before, entry);
      return [before];
    }
    const key = `${print.hash}~${entry.service.environment}`;
    if (before !== undefined && before !== key) this.#leave(before, entry);
    this.#enter(key, entry, { print, failure });
    return before === undefined || before === key ? [key] : [before, key];
  }

  forget(entry: JobEntry): void {
    if (entry.sharedError !== undefined) this.#leave(entry.sharedError, entry);
  }

  #enter(key: string, entry: JobEntry, found: { readonly print: ErrorFingerprint; readonly failure: FailedRun }): void {
    let shared = this.#byKey.get(key);
    if (shared === undefined) {
      shared = { key, environment: entry.service.environment, fingerprint: found.print, jobs: new Map() };
      this.#byKey.set(key, shared);
    }
    shared.jobs.set(entry.id, found.failure);
    entry.sharedError = key;
  }

  #leave(key: string, entry: JobEntry): void {
    const shared = this.#byKey.get(key);
    shared?.jobs.delete(entry.id);
    if (shared?.jobs.size === 0) this.#byKey.delete(key);
    entry.sharedError = undefined;
  }
}
