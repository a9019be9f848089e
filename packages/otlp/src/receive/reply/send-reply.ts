import type { IncomingMessage, ServerResponse } from "node:http";

import type { Reply } from "./reply.ts";

/** How long a sender may take to finish a body that nobody wants any more. */
const drainMs = 2000;

/**
 * Sends a reply; a sender that has gone is no error. Where the request is still arriving, what remains is read and thrown away for a
 * while: closing at once would reset the connection, and the sender would see that instead of the reply.
 */
export function sendReply(request: IncomingMessage, response: ServerResponse, reply: Reply): void {
  response.on("error", () => {});
  if (response.destroyed || response.headersSent) return;
  const isComplete = request.complete;
  response.writeHead(reply.status, isComplete ? reply.headers : { ...reply.headers, Connection: "close" });
  if (isComplete) {
    response.end(reply.body);
    return;
  }
  response.write(reply.body);
  response.flushHeaders();
  const finish = (): void => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(finish, drainMs).unref();
  request.once("end", finish).once("close", finish).resume();
}
