import type { IncomingMessage } from "node:http";

import type { RawRequest, Sender } from "../../model/request.ts";
import { type Refusal, rpcCode } from "../reply/reply.ts";

/** `anonymous`: nobody is asked here. `refused` tells the sender in `message` what is wrong and what to do. */
export type SenderVerdict =
  | { readonly kind: "admitted"; readonly sender: Omit<Sender, "address"> }
  | { readonly kind: "anonymous" }
  | { readonly kind: "refused"; readonly because: "no_token" | "wrong_token"; readonly message: string };

/** Decides by the `Authorization` header, given as it came, who sends. Must not throw. */
export type AdmitSender = (authorization: string | undefined, address: string) => SenderVerdict;

/** Who sends the request, or why it is refused. */
export function askSender(
  request: IncomingMessage,
  admit: AdmitSender | undefined,
): Pick<RawRequest, "sender"> | Refusal {
  if (admit === undefined) return {};
  const address = request.socket.remoteAddress ?? "";
  const verdict = admit(request.headers.authorization, address);
  switch (verdict.kind) {
    case "admitted":
      return { sender: { ...verdict.sender, address } };
    case "anonymous":
      return {};
    case "refused": {
      const { because, message } = verdict;
      // RFC 6750, section 3: no error code where no token was sent.
      const error = because === "wrong_token" ? ', error="invalid_token"' : "";
      const headers = { "WWW-Authenticate": `Bearer realm="otlp"${error}` };
      return { status: 401, code: rpcCode.unauthenticated, message, headers };
    }
  }
}
