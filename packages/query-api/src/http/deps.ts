import type { AlertCommand, AlertCommandResult } from "@jobscope/alerting";
import type { StoreReader } from "@jobscope/store";

import type { AckView } from "../model/ack-view.ts";
import type { Authenticate } from "../model/principal.ts";
import type { SystemHealth } from "../model/system-health.ts";

/** An error that a person who runs the monitor should see; the caller of the API gets a problem without its details. */
export interface ApiFailure {
  readonly method: string;
  /** Without the query string: it may hold what a caller took for a place to put a key. */
  readonly path: string;
  readonly error: unknown;
}

/** What the API asks of the alerting beside what is stored. */
export interface AlertingPort {
  /** Resolves once what it changed is durable; rejects where nobody can carry it out at the moment. */
  command(command: AlertCommand): Promise<AlertCommandResult>;
  /** The page behind the link of a notification: HTML without scripts. */
  ackPage(view: AckView): string;
}

/** What the API needs from its host. */
export interface QueryApiDeps {
  readonly reader: StoreReader;
  health(): Promise<SystemHealth>;
  /** Absent where no alerts are raised. */
  readonly alerting?: AlertingPort | undefined;
  readonly authenticate: Authenticate;
  /** Wall clock, epoch milliseconds. */
  nowMs(): number;
  /**
   * Names under which browsers may reach the API beside localhost and IP addresses, without port; `"*"` for any.
   * A name that is not listed is refused: it may be a page that had itself resolved to this machine (DNS rebinding).
   */
  readonly allowedHosts: readonly string[];
  /** Called once for each request that failed for a reason of ours. */
  onFailure(failure: ApiFailure): void;
  /** Shows the text of unexpected errors to the caller; for development. Default false. */
  readonly showErrorDetails?: boolean;
}
