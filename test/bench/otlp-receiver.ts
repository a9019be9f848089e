/** The monitor's receiver with nothing behind it: every request is decoded, and dropped. Says its port to its parent. */
import { createServer } from "node:http";

import { createOtlpReceiver, decodeRequest } from "@jobscope/otlp";

const receiver = createOtlpReceiver({
  ingest: (request) => {
    const { rejected, rejectedReason } = decodeRequest(request);
    return Promise.resolve({ kind: "accepted", rejected, message: rejectedReason });
  },
});
const server = createServer(receiver);
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.(typeof address === "object" && address !== null ? address.port : 0);
});
process.once("disconnect", () => process.exit());
