import { readFileSync } from "node:fs";

import { createTransport } from "nodemailer";

import type { EmailChannel } from "../../model/channel.ts";
import type { DeliveryOutcome } from "../../model/notification.ts";
import { readSecret } from "../read-secret.ts";
import type { SenderPorts } from "../sender-ports.ts";
import type { Mail } from "./build-mail.ts";

export interface MailTransport {
  /** Resolves once the server has taken it; rejects with nodemailer's error. */
  sendMail(mail: Mail, recipient: string, signal: AbortSignal): Promise<void>;
  /** `force`: does not wait for what is being sent. */
  close(force: boolean): void;
}

export type TransportResult =
  | { readonly kind: "transport"; readonly transport: MailTransport }
  | { readonly kind: "unavailable"; readonly outcome: DeliveryOutcome };

const CONNECT_MS = 10_000;
const SOCKET_MS = 60_000;
const MAX_CONNECTIONS = 2;

/** Keeps one pool, and makes another when the password or the authority has been replaced. */
export class TransportKeeper {
  readonly #channel: EmailChannel;
  readonly #ports: SenderPorts;
  #current:
    | { readonly password: string | undefined; readonly ca: string | undefined; readonly pool: MailTransport }
    | undefined;

  constructor(channel: EmailChannel, ports: SenderPorts) {
    this.#channel = channel;
    this.#ports = ports;
  }

  get(): TransportResult {
    const secret = this.#channel.password === undefined ? undefined : readSecret(this.#channel.password, this.#ports);
    if (secret?.kind === "missing") return { kind: "unavailable", outcome: secret.outcome };
    const authority = readAuthority(this.#channel);
    if (authority.kind === "unreadable") {
      const reason = `its caFile cannot be read (${authority.code}): correct the path or its permissions`;
      return { kind: "unavailable", outcome: { kind: "retry", reason } };
    }
    const wanted = { password: secret?.value, ca: authority.ca };
    if (this.#current?.password !== wanted.password || this.#current?.ca !== wanted.ca) this.close(false);
    this.#current ??= { ...wanted, pool: createPool(this.#channel, { ...wanted, limits: this.#ports.limits }) };
    return { kind: "transport", transport: this.#current.pool };
  }

  close(force: boolean): void {
    this.#current?.pool.close(force);
    this.#current = undefined;
  }
}

interface PoolOptions {
  readonly password: string | undefined;
  readonly ca: string | undefined;
  readonly limits: SenderPorts["limits"];
}

function createPool(channel: EmailChannel, { password, ca, limits }: PoolOptions): MailTransport {
  const connectMs = limits?.smtpConnectMs ?? CONNECT_MS;
  const transport = createTransport({
    pool: true,
    host: channel.host,
    port: channel.port,
    secure: channel.security === "tls",
    requireTLS: channel.security === "starttls",
    ignoreTLS: channel.security === "none",
    opportunisticTLS: channel.security === "opportunistic",
    ...(channel.user !== undefined && { auth: { user: channel.user, pass: password ?? "" } }),
    tls: { minVersion: "TLSv1.2", ...(ca !== undefined && { ca }) },
    maxConnections: MAX_CONNECTIONS,
    // Whether to try again is not decided here: a connection that was cut may have delivered.
    maxRequeues: 0,
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    dnsTimeout: connectMs,
    socketTimeout: limits?.smtpSocketMs ?? SOCKET_MS,
    logger: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async sendMail(mail, recipient, signal) {
      await transport.sendMail({ ...mail, envelope: { from: mail.from, to: [recipient] }, signal });
    },
    close(force) {
      transport.transporter.close?.({ force });
    },
  };
}

type Authority =
  | { readonly kind: "read"; readonly ca: string | undefined }
  | { readonly kind: "unreadable"; readonly code: string };

/** At each attempt: it is small, and a renewed authority counts at once. */
function readAuthority({ caFile }: EmailChannel): Authority {
  if (caFile === undefined) return { kind: "read", ca: undefined };
  try {
    return { kind: "read", ca: readFileSync(caFile, "utf8") };
  } catch (error) {
    return { kind: "unreadable", code: error instanceof Error && "code" in error ? String(error.code) : "unknown" };
  }
}
