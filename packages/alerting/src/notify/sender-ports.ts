import type { LookupAddress } from "node:dns";

import type { SecretRef } from "../model/channel.ts";
import type { DeliveryAttempt, DeliveryOutcome } from "../model/notification.ts";

/** Every address of a name. Rejects where there is none. */
export type ResolveHost = (host: string) => Promise<readonly LookupAddress[]>;

export interface SenderLimits {
  /** A whole HTTP exchange: name, connection, TLS, request, answer. 10 s by default. */
  readonly httpTotalMs?: number;
  /** One address of a host to connect to. 4 s by default. */
  readonly httpConnectMs?: number;
  /** SMTP: 10 s each to resolve, to connect and to be greeted, by default. */
  readonly smtpConnectMs?: number;
  /** SMTP: silence on a connection. 60 s by default. */
  readonly smtpSocketMs?: number;
  /** SMTP: one attempt with all its recipients, however slowly the server answers. 120 s by default. */
  readonly smtpTotalMs?: number;
}

/** What senders are given: nothing of the environment is read by themselves. */
export interface SenderPorts {
  /** Read at each attempt, so that a rotated secret counts at once. Undefined: it is not there. */
  readonly resolveSecret: (ref: SecretRef) => string | undefined;
  /** Private or plain-HTTP targets that may be reached, each exactly `host:port`. */
  readonly allowPrivateTargets: readonly string[];
  /** Of names of HTTP targets; the system's resolver by default. */
  readonly resolveHost?: ResolveHost;
  /** Told what is odd but does not keep a message from being sent. */
  readonly warn: (text: string) => void;
  /** Takes one line without its end. */
  readonly writeLine: (line: string) => void;
  /** Wall clock, epoch milliseconds: signatures and `Retry-After` dates. */
  readonly nowMs: () => number;
  readonly limits?: SenderLimits;
}

/** Sends for one channel. */
export interface ChannelSender {
  /** Once. Rejects only by mistake: what goes wrong is the outcome. */
  send(attempt: DeliveryAttempt, signal: AbortSignal): Promise<DeliveryOutcome>;
  /** Ends what is open. */
  close(): void;
}
