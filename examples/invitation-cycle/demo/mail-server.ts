import { SMTPServer } from "smtp-server";

export interface MailServer {
  readonly url: string;
  /** Messages taken so far. */
  received(): number;
  close(): Promise<void>;
}

/** A real SMTP server on loopback that takes every message and counts it. */
export async function startMailServer(): Promise<MailServer> {
  let received = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, _session, done) {
      stream.resume();
      stream.once("end", () => {
        received++;
        done();
      });
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.server.address();
  if (address === null || typeof address === "string") throw new Error("The SMTP server has no port.");
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    received: () => received,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
