import type { ConfigProblem } from "../config-error.ts";
import type { SettingKey } from "../settings/settings.ts";

/** A value as one source gave it, not yet checked. */
export interface Given {
  readonly key: SettingKey;
  readonly value: unknown;
  /** Where it was set, for error messages. */
  readonly where: string;
}

/** What one source holds. */
export interface Source {
  readonly given: readonly Given[];
  readonly problems: readonly ConfigProblem[];
  /** Things worth a line on the terminal that do not stop anything. */
  readonly warnings: readonly string[];
}
