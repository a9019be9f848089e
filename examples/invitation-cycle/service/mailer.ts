import { instrumentMailer } from "@jobscope/instrumentation";
import { createTransport } from "nodemailer";

export interface Mailer {
  send(to: string, subject: string, text: string): Promise<void>;
  close(): void;
}

/** Sends through the SMTP server at `url`, one pooled connection. */
export function createMailer(url: string): Mailer {
  const transport = instrumentMailer(createTransport({ url, pool: true, maxConnections: 1 }));
  return {
    async send(to, subject, text) {
      await transport.sendMail({ from: "invitations@example.org", to, subject, text });
    },
    close: () => transport.close(),
  };
}
