import { once } from "node:events";
import type { AddressInfo } from "node:net";

import type { SMTPServerOptions } from "smtp-server";
import { SMTPServer } from "smtp-server";

export interface ReceivedMail {
  readonly recipients: readonly string[];
  readonly raw: string;
  readonly secure: boolean;
}

export interface MailReceiver extends AsyncDisposable {
  readonly port: number;
  readonly mails: readonly ReceivedMail[];
  /** RCPT TO commands in the order in which they came, also the refused ones. */
  readonly asked: readonly string[];
}

export interface MailReceiverOptions extends SMTPServerOptions {
  /** Answer to RCPT TO: undefined takes it, a number refuses with that code. */
  readonly recipient?: (address: string) => number | undefined;
  /** Answer to the message itself. */
  readonly content?: () => number | undefined;
}

/** A real SMTP server on loopback. Without options it takes everything, without authentication and without TLS. */
export async function startMailReceiver(options: MailReceiverOptions = {}): Promise<MailReceiver> {
  const { recipient, content, ...rest } = options;
  const mails: ReceivedMail[] = [];
  const asked: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: rest.key === undefined ? ["STARTTLS"] : [],
    disableReverseLookup: true,
    logger: false,
    onRcptTo({ address }, _session, done) {
      asked.push(address);
      done(refusal(recipient?.(address), address));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const failure = refusal(content?.(), "content");
        if (failure !== null) return done(failure);
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        mails.push({ recipients, raw: Buffer.concat(chunks).toString("utf8"), secure: session.secure });
        done();
      });
    },
    ...rest,
  });
  server.on("error", () => {});
  const listener = server.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as AddressInfo;
  return {
    port,
    mails,
    asked,
    async [Symbol.asyncDispose]() {
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** What a server says: it likes to quote the address. */
function refusal(code: number | undefined, about: string): Error | null {
  if (code === undefined) return null;
  return Object.assign(new Error(`5.7.1 <${about}> is not welcome`), { responseCode: code });
}
