import { once } from "node:events";
import { createServer } from "node:net";

import type { Address } from "../../config/settings/address.ts";

/** Listens there for a moment. What the system threw, or undefined where it let us. */
export async function tryListening({ host, port }: Address): Promise<unknown> {
  const server = createServer();
  try {
    server.listen({ host, port });
    await once(server, "listening");
    server.close();
    await once(server, "close");
    return undefined;
  } catch (error) {
    return error;
  }
}
