import { gzipSync } from "node:zlib";

import type { Bench, Figure } from "../../../../scripts/bench/contract.ts";
import { otherDecoders } from "../../test/other-decoders.ts";
import { type Batch, logBatch, pointBatch, spanBatch } from "../../test/sdk-batches.ts";
import type { RawRequest } from "../model/request.ts";
import { decodeRequest } from "./decode-request.ts";

const rounds = 15;
const warmUpRounds = 3;
/** Long against the clock's resolution, short against the machine's moods. */
const roundMs = 40;

/** Each way to decode gets a turn in every round, so that what disturbs the machine disturbs all of them. */
function measure(contestants: ReadonlyMap<string, () => unknown>): ReadonlyMap<string, number> {
  const times = new Map([...contestants.keys()].map((name) => [name, [] as number[]]));
  for (let round = -warmUpRounds; round < rounds; round++) {
    for (const [name, decode] of contestants) {
      const ms = msPerCall(decode);
      if (round >= 0) times.get(name)?.push(ms);
    }
  }
  return new Map([...times].map(([name, all]) => [name, all.toSorted((a, b) => a - b)[rounds >> 1] ?? Number.NaN]));
}

function msPerCall(decode: () => unknown): number {
  const start = performance.now();
  let calls = 0;
  do {
    decode();
    calls++;
  } while (performance.now() - start < roundMs);
  return (performance.now() - start) / calls;
}

function ways(batch: Batch): ReadonlyMap<string, () => unknown> {
  const ours = (encoding: RawRequest["encoding"], compression: RawRequest["compression"], body: Uint8Array) => () =>
    decodeRequest({ signal: batch.signal, encoding, compression, body });
  const others = Object.entries(otherDecoders(batch.signal));
  const jsonText = Buffer.from(batch.json);
  return new Map<string, () => unknown>([
    ["ours", ours("protobuf", "identity", batch.protobuf)],
    ["ours, gzip", ours("protobuf", "gzip", gzipSync(batch.protobuf))],
    ["ours, JSON", ours("json", "identity", batch.json)],
    ["JSON.parse alone", () => JSON.parse(jsonText.toString()) as unknown],
    ...others.map(([name, decode]) => [name, () => decode(batch.protobuf)] as const),
  ]);
}

function figures(batch: Batch): readonly Figure[] {
  const ms = measure(ways(batch));
  const ours = ms.get("ours") ?? Number.NaN;
  return [...ms].flatMap(([name, time]) => [
    {
      name: `${batch.signal}, ${name}`,
      value: Math.round(batch.items / time),
      unit: "k items/s",
      ...(name === "ours" && { target: ">= 300" }),
    },
    ...(name === "ours" ? [] : [{ name: `${batch.signal}, ${name} / ours`, value: time / ours, unit: "x the time" }]),
  ]);
}

/** Batches as the JavaScript SDK writes them, decoded on one thread; the other libraries stop at their own message objects. */
export const bench: Bench = {
  name: "OTLP decoding",
  async run() {
    return [spanBatch(512), logBatch(512), await pointBatch(500)].flatMap(figures);
  },
};
