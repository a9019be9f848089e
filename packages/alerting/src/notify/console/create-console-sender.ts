import { consoleLines } from "../message/console-line.ts";
import type { ChannelSender, SenderPorts } from "../sender-ports.ts";

export function createConsoleSender(ports: SenderPorts): ChannelSender {
  return {
    send(attempt) {
      for (const line of consoleLines(attempt)) ports.writeLine(line);
      return Promise.resolve({ kind: "delivered" });
    },
    close() {},
  };
}
