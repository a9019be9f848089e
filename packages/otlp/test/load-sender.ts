/**
 * Sends one body over and over in a process of its own, so that only the receiver's CPU counts: reads {port, path, headers, body}
 * from its parent, sends as often as asked and reports that all were answered with 200.
 */
import { Agent, request } from "node:http";

export interface Load {
  readonly port: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bodyBase64: string;
  readonly requests: number;
}

const concurrency = 4;

function post(load: Load, agent: Agent, body: Buffer): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const { port, path, headers } = load;
  const sent = request({ host: "127.0.0.1", port, path, method: "POST", headers, agent }, (response) => {
    response.resume().on("end", () => resolve(response.statusCode ?? 0));
  });
  sent.on("error", reject).end(body);
  return promise;
}

async function run(load: Load): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const body = Buffer.from(load.bodyBase64, "base64");
  let left = load.requests;
  const lane = async (): Promise<void> => {
    while (left-- > 0) {
      const status = await post(load, agent, body);
      if (status !== 200) throw new Error(`The receiver answered ${status}.`);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  agent.destroy();
  process.send?.("done");
}

process.on("message", (load: Load) => void run(load));
