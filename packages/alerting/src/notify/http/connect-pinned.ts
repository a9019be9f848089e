import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import { once } from "node:events";
import type { Socket } from "node:net";
import { connect, isIP } from "node:net";
import { connect as connectTls } from "node:tls";

import type { ResolveHost } from "../sender-ports.ts";
import { isPrivateAddress } from "./address-guard.ts";
import type { Target } from "./target.ts";

export interface ConnectOptions {
  readonly resolveHost: ResolveHost;
  readonly connectMs: number;
  /** Ends everything. */
  readonly signal: AbortSignal;
}

/** The target resolves to an address that it may not have. */
export class ForbiddenAddressError extends Error {
  override readonly name = "ForbiddenAddressError";
}

/** The system's resolver: what the hosts file says counts, and is checked like everything else. */
export const resolveBySystem: ResolveHost = (host) => lookup(host, { all: true });

const MAX_ADDRESSES = 8;

/**
 * Resolves once, checks every address, connects to a checked one and to nothing else: a name that resolves differently the
 * next time changes nothing. No proxy of the environment is asked.
 */
export async function connectPinned(target: Target, options: ConnectOptions): Promise<Socket> {
  const addresses = await addressesOf(target, options);
  if (!target.allowed && addresses.some(({ address }) => isPrivateAddress(address))) {
    throw new ForbiddenAddressError(`${target.place} resolves to a private address`);
  }
  let failure = new Error(`${target.host} has no address`);
  for (const { address } of addresses.slice(0, MAX_ADDRESSES)) {
    options.signal.throwIfAborted();
    try {
      const socket = await connectTo(address, target, options);
      return target.url.protocol === "https:" ? await secure(socket, target, options.signal) : socket;
    } catch (error) {
      if (error instanceof Error) failure = error;
      if (error instanceof ForbiddenAddressError) break;
    }
  }
  throw failure;
}

async function addressesOf(target: Target, options: ConnectOptions): Promise<readonly LookupAddress[]> {
  const family = isIP(target.host);
  if (family !== 0) return [{ address: target.host, family }];
  return await untilAborted(options.resolveHost(target.host), options.signal);
}

async function connectTo(address: string, target: Target, options: ConnectOptions): Promise<Socket> {
  const socket = quiet(connect({ host: address, port: target.port }));
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(options.connectMs)]);
  try {
    await once(socket, "connect", { signal });
    // Of the connection itself: whatever was asked for, this is where the message goes.
    if (!target.allowed && isPrivateAddress(socket.remoteAddress ?? "")) {
      throw new ForbiddenAddressError(`${target.place} is reached at a private address`);
    }
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

async function secure(plain: Socket, target: Target, signal: AbortSignal): Promise<Socket> {
  const socket = quiet(
    connectTls({
      socket: plain,
      host: target.host,
      ...(isIP(target.host) === 0 && { servername: target.host }),
      ALPNProtocols: ["http/1.1"],
    }),
  );
  try {
    await once(socket, "secureConnect", { signal });
    return socket;
  } catch (error) {
    socket.destroy();
    plain.destroy();
    throw error;
  }
}

/** A socket may fail while nobody waits for it: that must not end the process. Who waits hears of it all the same. */
function quiet<S extends Socket>(socket: S): S {
  socket.on("error", () => {});
  return socket;
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => {
      reject(signal.reason instanceof Error ? signal.reason : new Error("aborted"));
    };
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
