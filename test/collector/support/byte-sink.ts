import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { decodeRequest, type DecodedRequest, type Signal } from "@jobscope/otlp";

export interface ByteSink {
  readonly url: string;
  /** Status of the next answers. */
  status: number;
  /** Every accepted body, as it came. */
  readonly bodies: Buffer[];
  readonly requests: DecodedRequest[];
  close(): Promise<void>;
}

/** An OTLP/HTTP receiver that keeps the bytes: what is in none of them has not been sent, wherever it would stand. */
export async function startByteSink(): Promise<ByteSink> {
  const bodies: Buffer[] = [];
  const requests: DecodedRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      if (sink.status === 200) {
        const body = Buffer.concat(chunks);
        bodies.push(body);
        const signal = request.url?.split("/").at(-1) as Signal;
        requests.push(decodeRequest({ signal, encoding: "protobuf", compression: "identity", body }));
      }
      response.writeHead(sink.status, { "content-type": "application/x-protobuf" }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const sink: ByteSink = {
    url: `http://127.0.0.1:${port}`,
    status: 200,
    bodies,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return sink;
}
