import { freePort } from "../../compose/listen/free-port.ts";
import { tryListening } from "../../compose/listen/try-listening.ts";
import { formatAddress } from "../../config/settings/address.ts";
import type { Address } from "../../config/settings/address.ts";
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
  const error = await tryListening(address);
  if (error === undefined) return ok(name, address.port === 0 ? `${text}: any free port.` : `${text} is free.`);
  const code = codeOf(error);
  if (code === "EADDRINUSE" && inUse) return ok(name, `${text} is taken, by the running monitor it seems.`);
  if (code === "EADDRINUSE") {
    const port = await freePort(address.host);
    const free = port === undefined ? "" : `: ${flag} ${formatAddress({ host: address.host, port })}`;
    return failed(name, `${text} is held by another process.`, `Stop that one, or use a free port${free}.`);
  }
  if (code === "EACCES") {
    return failed(name, `This user may not listen on ${text}.`, `Use a port above 1023 with ${flag}.`);
  }
  return failed(name, `Nothing can listen on ${text} (${code}).`, `Name an address of this host with ${flag}.`);
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
