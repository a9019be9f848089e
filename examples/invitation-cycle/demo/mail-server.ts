import { SMTPServer } from "smtp-server";

export interface MailServer {
  readonly url: string;
  /** Messages taken so far. */
  received(): number;
  /** Subjects of those that alert somebody. */
  alerts(): readonly string[];
  close(): Promise<void>;
}

/** Sent by a machine about an alert, as the monitor marks its mails (RFC 3834). */
const ALERT = /^auto-submitted:\s*auto-generated/im;
const SUBJECT = /^subject:\s*(.*(?:\r?\n[ \t].*)*)/im;
/** Longest head that is read. */
const MAX_HEAD = 16_384;

/** A real SMTP server on loopback that takes every message, counts it, and reads the subjects of alerts. */
export async function startMailServer(): Promise<MailServer> {
  let received = 0;
  const alerts: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, _session, done) {
      let head = "";
      stream.on("data", (chunk: Buffer) => {
        if (head.length < MAX_HEAD) head += chunk.toString("latin1");
      });
      stream.once("end", () => {
        received++;
        const [headers = ""] = head.split(/\r?\n\r?\n/, 1);
        if (ALERT.test(headers)) alerts.push(SUBJECT.exec(headers)?.[1]?.replaceAll(/\r?\n[ \t]/g, " ") ?? "");
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
    alerts: () => alerts,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
