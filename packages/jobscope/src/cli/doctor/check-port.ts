import { once } from "node:events";
import { createServer } from "node:net";

import { formatAddress } from "../../config/address.ts";
import type { Address } from "../../config/address.ts";
import { failed, ok } from "./check.ts";
import type { Check } from "./check.ts";

export interface PortQuestion {
  /** `otlp_port`, `api_port` */
  readonly name: string;
  readonly flag: string;
  readonly address: Address;
  /** A monitor runs on this data directory: it is the one who has the port. */
  readonly inUse: boolean;
}

/** Whether the monitor could listen there. */
export async function checkPort({ name, flag, address, inUse }: PortQuestion): Promise<Check> {
  const text = formatAddress(address);
  const code = await tryListening(address);
  if (code === undefined) return ok(name, address.port === 0 ? `${text}: any free port.` : `${text} is free.`);
  if (code === "EADDRINUSE" && inUse) return ok(name, `${text} is taken, by the running monitor it seems.`);
  if (code === "EADDRINUSE") {
    const free = formatAddress({ host: address.host, port: await freePort(address.host) });
    return failed(name, `${text} is held by another process.`, `Stop that one, or use a free port: ${flag} ${free}.`);
  }
  if (code === "EACCES") {
    return failed(name, `This user may not listen on ${text}.`, `Use a port above 1023 with ${flag}.`);
  }
  return failed(name, `Nothing can listen on ${text} (${code}).`, `Name an address of this host with ${flag}.`);
}

async function tryListening({ host, port }: Address): Promise<string | undefined> {
  const server = createServer();
  try {
    server.listen({ host, port });
    await once(server, "listening");
    return undefined;
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : String(error);
  } finally {
    server.close();
  }
}

async function freePort(host: string): Promise<number> {
  const server = createServer();
  server.listen({ host, port: 0 });
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address !== null ? address.port : 0;
}
