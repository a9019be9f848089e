import { parentPort, workerData } from "node:worker_threads";

import { answerQuestion, openSqliteReader } from "@jobscope/store";

import { storeFileOf } from "../store-file.ts";
import { toWireError } from "../wire-error.ts";
import type { FromReader, ReadWorkerData, ToReader } from "./read-protocol.ts";

/** Entry of the read worker: one read-only connection, one question after the other. */
function main(data: ReadWorkerData): void {
  if (parentPort === null) throw new Error("this file runs as a worker thread of the monitor only");
  const port = parentPort;
  const post = (message: FromReader): void => port.postMessage(message);
  try {
    const store = openSqliteReader({ path: storeFileOf(data.dataDir) });
    port.on("message", (message: ToReader) => {
      if (message.kind === "stop") {
        store.close();
        port.close();
        return;
      }
      try {
        post({ kind: "answer", id: message.id, value: answerQuestion(store, message.asked) });
      } catch (error) {
        post({ kind: "refused", id: message.id, error: toWireError(error) });
      }
    });
    post({ kind: "ready" });
  } catch (error) {
    post({ kind: "failed", error: toWireError(error) });
    port.close();
  }
}

// The thread that starts this one gives it exactly this.
main(workerData as ReadWorkerData);
