/**
 * Opens as many connections to a port as asked for, in a process of its own. `held`: every second one sends nothing, the
 * others a header line now and then. `reader`: each asks for something and never reads it. Each line of its output says how
 * many are still open.
 */
import { once } from "node:events";
import { connect, type Socket } from "node:net";

const [, , port = "0", count = "0", kind = "held", request = ""] = process.argv;
const BATCH = 200;

const open = new Set<Socket>();
let refused = 0;

const lorises = new Set<Socket>();

async function openOne(_: unknown, index: number): Promise<void> {
  const socket = connect(Number(port), "127.0.0.1");
  socket.on("error", () => {});
  socket.once("close", () => open.delete(socket) && lorises.delete(socket));
  try {
    await once(socket, "connect");
  } catch {
    refused++;
    return;
  }
  open.add(socket);
  if (kind === "reader") socket.pause();
  else socket.resume();
  if (kind === "reader") socket.write(request);
  else if (index % 2 === 0) {
    lorises.add(socket);
    socket.write("GET /api/scheduler-monitoring/jobs HTTP/1.1\r\nHost: localhost\r\n");
  }
}

for (let opened = 0; opened < Number(count); opened += BATCH) {
  // As fast as they are taken.
  await Promise.all(Array.from({ length: Math.min(BATCH, Number(count) - opened) }).map(openOne));
}
const tell = (): void => void process.stdout.write(`${JSON.stringify({ open: open.size, refused })}\n`);
tell();
setInterval(() => {
  for (const socket of lorises) socket.write("X-Padding: 1\r\n");
  tell();
}, 500);
