import { diag } from "@opentelemetry/api";

import { cleanText } from "./outgoing.ts";
import { shared } from "./shared.ts";

interface Warnings {
  readonly said: Set<string>;
  through: (message: string) => void;
}

const MAX_SAID = 1000;
const warnings: Warnings = shared("warnings", () => ({
  said: new Set<string>(),
  through: (message: string) => diag.warn(message),
}));

/** Where our own warnings go; without `start()` to OpenTelemetry's diagnostics, which are silent by default. */
export function warnThrough(through: (message: string) => void): void {
  warnings.through = through;
}

/** Says something once per process. Messages quote names and errors of the program, so they are sanitized. */
export function warnOnce(key: string, message: string): void {
  if (warnings.said.has(key) || warnings.said.size >= MAX_SAID) return;
  warnings.said.add(key);
  warnings.through(cleanText(message));
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
