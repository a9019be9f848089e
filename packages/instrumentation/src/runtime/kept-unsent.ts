import { guarded } from "../record/guard.ts";
import type { UnsentRequest } from "./pipeline.ts";
import type { Settings, StartOptions } from "./settings.ts";

/** The requests that nobody has kept. */
export function withoutKept(
  requests: readonly UnsentRequest[],
  settings: Settings,
  keep: NonNullable<StartOptions["keepUnsent"]>,
): readonly UnsentRequest[] {
  return requests.filter(({ signal: kind, body }) => {
    // Job events travel as logs.
    const signal = kind === "events" ? "logs" : kind;
    return (
      guarded("keeping what is unsent", () => keep({ signal, protocol: settings[signal].protocol, body })) !== true
    );
  });
}
