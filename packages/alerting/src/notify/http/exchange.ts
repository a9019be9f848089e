import type { IncomingMessage } from "node:http";
import { request } from "node:http";
import type { Socket } from "node:net";

import type { SenderPorts } from "../sender-ports.ts";
import { connectPinned, ForbiddenAddressError, resolveBySystem } from "./connect-pinned.ts";
import type { Target } from "./target.ts";

export interface HttpMessage {
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type HttpResult =
  | { readonly kind: "answer"; readonly status: number; readonly retryAfter: string | undefined }
  | {
      readonly kind: "failed";
      /** Names host and port at most. */
      readonly reason: string;
      /** The request was sent whole or in part: the receiver may have acted on it. */
      readonly ambiguous: boolean;
    }
  | { readonly kind: "forbidden"; readonly reason: string };

/** Of an answer, in bytes: what is beyond is not read. */
export const MAX_ANSWER_BYTES = 65_536;
const TOTAL_MS = 10_000;
const CONNECT_MS = 4000;

/** One request and its answer, no redirect followed, within `limits.httpTotalMs` however slowly the other side speaks. Never rejects. */
export async function exchange(target: Target, message: HttpMessage, options: ExchangeOptions): Promise<HttpResult> {
  const { ports, signal: closing } = options;
  const totalMs = ports.limits?.httpTotalMs ?? TOTAL_MS;
  const signal = AbortSignal.any([closing, AbortSignal.timeout(totalMs)]);
  let socket: Socket | undefined;
  try {
    socket = await connectPinned(target, {
      resolveHost: ports.resolveHost ?? resolveBySystem,
      connectMs: Math.min(totalMs, ports.limits?.httpConnectMs ?? CONNECT_MS),
      signal,
    });
    return await requestOver(socket, { target, message, signal });
  } catch (error) {
    if (error instanceof ForbiddenAddressError) {
      return { kind: "forbidden", reason: `${error.message}: use a public one, or list it in allowPrivateTargets` };
    }
    return { kind: "failed", reason: failureText(target, error, signal), ambiguous: socket !== undefined };
  } finally {
    socket?.destroy();
  }
}

export interface ExchangeOptions {
  readonly ports: Pick<SenderPorts, "limits" | "resolveHost">;
  readonly signal: AbortSignal;
}

interface RequestWork {
  readonly target: Target;
  readonly message: HttpMessage;
  readonly signal: AbortSignal;
}

function requestOver(socket: Socket, work: RequestWork): Promise<HttpResult> {
  const { target, message, signal } = work;
  return new Promise((resolve, reject) => {
    let answered = false;
    const sent = request(
      {
        // Given a connection, no agent is involved: none that keeps it, none that knows a proxy.
        createConnection: () => socket,
        method: message.method,
        path: `${target.url.pathname}${target.url.search}`,
        headers: { ...message.headers, host: target.url.host, connection: "close" },
        maxHeaderSize: 16 * 1024,
        signal,
      },
      (answer) => {
        answered = true;
        readAnswer(answer, resolve);
      },
    );
    sent.on("error", (error) => {
      if (!answered) reject(error);
    });
    sent.on("upgrade", () => reject(new Error("switched protocols")));
    sent.end(message.body);
  });
}

/** How long the rest of an answer is waited for, milliseconds. */
const DRAIN_MS = 2000;

/**
 * Once the status is there the message is delivered or not, whatever becomes of the body: it is read, up to a bound, only
 * because some receivers stop their work when the connection goes.
 */
function readAnswer(answer: IncomingMessage, resolve: (result: HttpResult) => void): void {
  const done = (): void => {
    clearTimeout(timer);
    resolve({ kind: "answer", status: answer.statusCode ?? 0, retryAfter: answer.headers["retry-after"] });
  };
  const timer = setTimeout(done, DRAIN_MS);
  let size = 0;
  answer.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) done();
  });
  for (const event of ["end", "close", "error"]) answer.on(event, done);
}

const KNOWN: Readonly<Record<string, string>> = {
  ECONNREFUSED: "refused the connection",
  ECONNRESET: "cut the connection",
  EPIPE: "cut the connection",
  ENOTFOUND: "has no address",
  EAI_AGAIN: "could not be resolved at the moment",
  EHOSTUNREACH: "cannot be reached",
  ENETUNREACH: "cannot be reached",
};

/** Codes only: messages of errors may quote what was sent. */
function failureText(target: Target, error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return `${target.place} did not answer in time`;
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  if (code === "ABORT_ERR") return `${target.place} did not accept the connection in time`;
  const known = KNOWN[code];
  if (known !== undefined) return `${target.place} ${known}`;
  return `the exchange with ${target.place} failed${/^[A-Z0-9_]{1,60}$/.test(code) ? ` (${code})` : ""}`;
}
