import { diag } from "@opentelemetry/api";

const warned = new Set<string>();
const MAX_WARNED = 1000;

/** Says something once per process. */
export function warnOnce(key: string, message: string): void {
  if (warned.has(key) || warned.size >= MAX_WARNED) return;
  warned.add(key);
  diag.warn(message);
}

/** Telemetry never breaks a job: whatever throws in here is reported once and goes no further. */
export function guarded<T>(what: string, run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    try {
      warnOnce(`guard:${what}`, `jobscope: ${what} failed and was left out: ${String(error)}`);
    } catch {
      // Even the message could not be made (a hostile toString); the job goes on.
    }
    return undefined;
  }
}
