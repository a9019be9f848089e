import { once } from "node:events";
import { createServer } from "node:http";

import { createOtlpReceiver, decodeRequest, type IngestOutcome, type LogRecord, type SpanRecord } from "@jobscope/otlp";

/** A monitor's receiver with nothing behind it but two lists. */
export interface OtlpSink {
  readonly endpoint: string;
  readonly logs: LogRecord[];
  readonly spans: SpanRecord[];
  close(): Promise<void>;
}

export interface OtlpSinkOptions {
  /** Port to listen on; 0, the default, is any free one. */
  readonly port?: number;
  /** What to answer instead of taking the request; undefined takes it. */
  readonly refuse?: () => IngestOutcome | undefined;
}

export async function startOtlpSink({ port = 0, refuse }: OtlpSinkOptions = {}): Promise<OtlpSink> {
  const logs: LogRecord[] = [];
  const spans: SpanRecord[] = [];
  const receiver = createOtlpReceiver({
    ingest: (request) => {
      const refusal = refuse?.();
      if (refusal !== undefined) return Promise.resolve(refusal);
      const decoded = decodeRequest(request);
      if (decoded.signal === "logs") logs.push(...decoded.records);
      if (decoded.signal === "traces") spans.push(...decoded.records);
      return Promise.resolve({ kind: "accepted", rejected: 0, message: "" });
    },
  });
  const server = createServer(receiver);
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("A TCP server has no port.");
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    logs,
    spans,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
