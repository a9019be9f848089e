import { once } from "node:events";
import { createServer } from "node:net";

/** A port of `host` that nobody listens on now, to name in an error; undefined where the host itself cannot be used. */
export async function freePort(host: string): Promise<number | undefined> {
  const probe = createServer();
  try {
    probe.listen({ host, port: 0 });
    await once(probe, "listening");
    const address = probe.address();
    return typeof address === "object" && address !== null ? address.port : undefined;
  } catch {
    return undefined;
  } finally {
    probe.close();
  }
}
