import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** As Prometheus posts it to an Alertmanager. */
export interface PostedAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly receivedMs: number;
}

export interface AlertSink {
  /** `host:port`. */
  readonly address: string;
  readonly posted: PostedAlert[];
  close(): Promise<void>;
}

interface Wire {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
}

/** Takes what Prometheus sends to an Alertmanager. */
export async function startAlertSink(): Promise<AlertSink> {
  const posted: PostedAlert[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const alerts = JSON.parse(Buffer.concat(chunks).toString()) as readonly Wire[];
      posted.push(...alerts.map(read));
      response.writeHead(200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    posted,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Nanoseconds are cut off, as Prometheus does for its own samples. */
const read = ({ labels, annotations, startsAt, endsAt }: Wire): PostedAlert => ({
  labels,
  annotations,
  startsAtMs: Date.parse(startsAt),
  endsAtMs: Date.parse(endsAt),
  receivedMs: Date.now(),
});
