import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import type { Bench, Figure } from "../../../../scripts/bench/contract.ts";
import type { Load } from "../../test/load-sender.ts";
import { type Batch, batchBody, logBatch, spanBatch } from "../../test/sdk-batches.ts";
import type { RawRequest } from "../model/request.ts";
import { decodeRequest } from "./decode-request.ts";
import { createOtlpReceiver } from "./receiver.ts";
import { contentTypes } from "./reply/reply.ts";

interface Case {
  readonly batch: Batch;
  readonly encoding: RawRequest["encoding"];
  readonly compression: "identity" | "gzip";
}

const requestsPerRound = 300;
const rounds = 3;

/** Receives and decodes on this thread, as the HTTP thread and the core worker of the monitor do together. */
async function startReceiver(): Promise<Server> {
  const receiver = createOtlpReceiver({
    async ingest(raw) {
      const { rejected, rejectedReason } = decodeRequest(raw);
      return { kind: "accepted", rejected, message: rejectedReason };
    },
  });
  const server = createServer(receiver).listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

/** Microseconds of this process's CPU for one round. */
async function roundCpu(sender: ChildProcess, load: Load): Promise<number> {
  const before = process.cpuUsage();
  const done = once(sender, "message");
  sender.send(load);
  await done;
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

async function measure(port: number, sender: ChildProcess, { batch, encoding, compression }: Case): Promise<Figure> {
  const plain = batchBody(batch, encoding);
  const bodyBase64 = Buffer.from(compression === "gzip" ? gzipSync(plain) : plain).toString("base64");
  const headers = { "content-type": contentTypes[encoding], "content-encoding": compression };
  const load = { port, path: `/v1/${batch.signal}`, headers, bodyBase64, requests: requestsPerRound };
  const cpu: number[] = [];
  await roundCpu(sender, load);
  for (let round = 0; round < rounds; round++) cpu.push(await roundCpu(sender, load));
  const median = cpu.toSorted((a, b) => a - b)[rounds >> 1] ?? Number.NaN;
  const isPromised = encoding === "protobuf" && compression === "identity";
  return {
    name: `${batch.signal}, ${encoding}, ${compression}`,
    value: Math.round((batch.items * requestsPerRound * 1000) / median),
    unit: "k items per CPU second",
    ...(isPromised && { target: ">= 300" }),
  };
}

/** The whole receiver over real HTTP: reading, inflating and decoding; the sender runs in another process. */
export const bench: Bench = {
  name: "OTLP receiver",
  async run() {
    const server = await startReceiver();
    const sender = fork(fileURLToPath(new URL("../../test/load-sender.ts", import.meta.url)));
    try {
      const { port } = server.address() as AddressInfo;
      const figures: Figure[] = [];
      for (const batch of [spanBatch(512), logBatch(512)]) {
        for (const encoding of ["protobuf", "json"] as const) {
          for (const compression of ["identity", "gzip"] as const) {
            figures.push(await measure(port, sender, { batch, encoding, compression }));
          }
        }
      }
      return figures;
    } finally {
      sender.disconnect();
      server.closeAllConnections();
      server.close();
    }
  },
};
