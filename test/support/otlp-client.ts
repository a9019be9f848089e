import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | undefined;
}

export interface Post {
  readonly path?: string;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  readonly agent?: Agent;
}

/** One export over real HTTP. Rejects when the connection breaks before the answer: then nothing was acknowledged. */
export async function post(base: string, { path = "/v1/logs", body, headers = {}, agent }: Post): Promise<Answer> {
  const outgoing = request(`${base}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    ...(agent && { agent }),
  });
  outgoing.end(body);
  const [response] = (await once(outgoing, "response")) as [IncomingMessage];
  let text = "";
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode ?? 0, text, retryAfter: response.headers["retry-after"] };
}

/** Connections that are kept, as every exporter keeps them. */
export const keepAliveAgent = (): Agent => new Agent({ keepAlive: true, maxSockets: 16 });
