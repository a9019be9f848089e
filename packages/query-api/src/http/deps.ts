import type { AlertCommand, AlertCommandResult } from "@jobscope/alerting";
import type { AuditEntry, StoreReader } from "@jobscope/store";
import type { Request } from "express";

import type { AckView } from "../model/ack-view.ts";
import type { AdminCommand, AdminCommandResult } from "../model/admin-command.ts";
import type { Auditor } from "../model/auditor.ts";
import type { Principal } from "../model/principal.ts";
import type { RateLimits } from "../model/rate-limits.ts";
import type { SystemHealth } from "../model/system-health.ts";

/** An error that a person who runs the monitor should see; the caller of the API gets a problem without its details. */
export interface ApiFailure {
  readonly method: string;
  /** Without the query string: it may hold what a caller took for a place to put a key. */
  readonly path: string;
  readonly error: unknown;
  /** Names the request, where the failure is that of a single one. */
  readonly requestId?: string;
}

/** What the API asks of the alerting beside what is stored. */
export interface AlertingPort {
  /** Resolves once what it changed is durable; rejects where nobody can carry it out at the moment. */
  command(command: AlertCommand, audit?: AuditEntry): Promise<AlertCommandResult>;
  /** The page behind the link of a notification: HTML without scripts. */
  ackPage(view: AckView): string;
}

/** Nobody who is let in, and why: for the audit. The caller is told no more than that there is no valid key. */
export interface AuthDenial {
  readonly denied: string;
  /** Whose key it would have been, where it was right but for that. */
  readonly keyId?: string;
}

/** Undefined: nobody we know. */
export type AuthAnswer = Principal | AuthDenial | undefined;

/**
 * Decides who sends a request. Where it throws, answers something else, or nothing within 10 s, the request is answered with
 * 503: nobody is let in, and the host is told.
 */
export type Authenticate = (request: Request) => Promise<AuthAnswer> | AuthAnswer;

/** What the API has written beside alerting. */
export interface AdminPort {
  /** Resolves once it is durable; rejects where nobody can carry it out at the moment. */
  command(command: AdminCommand): Promise<AdminCommandResult>;
}

/** One answered request, for the access log. */
export interface AccessEntry {
  readonly atMs: number;
  readonly method: string;
  /** Without the query string, and without what looks like a key. At most 2,000 characters. */
  readonly path: string;
  /** 499: the caller went away before it was answered. */
  readonly status: number;
  readonly durationMs: number;
  /** Bytes of the body that was sent. */
  readonly bytes: number;
  /** `""` where nobody is known. */
  readonly principal: string;
  /** Anonymised: the last byte of an IPv4 address and all but the first 48 bits of an IPv6 address are zero. */
  readonly address: string;
  readonly requestId: string;
}

/** What the API needs from its host. */
export interface QueryApiDeps {
  readonly reader: StoreReader;
  health(): Promise<SystemHealth>;
  /** Absent where no alerts are raised. */
  readonly alerting?: AlertingPort | undefined;
  readonly admin: AdminPort;
  readonly authenticate: Authenticate;
  /** Called after each answer, and where the caller went away before it. */
  readonly onAccess?: (entry: AccessEntry) => void;
  /** Requests a minute; those left out have their defaults. */
  readonly limits?: Partial<RateLimits>;
  /** Writes down what was not allowed. Default: one of its own; whoever gives one closes it when the API stops. */
  readonly auditor?: Auditor;
  /** Wall clock, epoch milliseconds. */
  nowMs(): number;
  /**
   * Names under which browsers may reach the API beside localhost and IP addresses, without port; `"*"` for any.
   * A name that is not listed is denied: it may be a page that had itself resolved to this machine (DNS rebinding).
   */
  readonly allowedHosts: readonly string[];
  /** Called once for each request that failed for a reason of ours. */
  onFailure(failure: ApiFailure): void;
  /** Shows the text of unexpected errors to the caller; for development. Default false. */
  readonly showErrorDetails?: boolean;
}
