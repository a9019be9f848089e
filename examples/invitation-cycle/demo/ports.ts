import { createServer } from "node:net";

/** The wanted port if it is free on loopback, else one that the system gives. */
export async function freePort(wanted: number): Promise<number> {
  return (await tryListen(wanted)) ?? (await tryListen(0)) ?? wanted;
}

function tryListen(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      const given = address !== null && typeof address === "object" ? address.port : undefined;
      server.close(() => resolve(given));
    });
  });
}
