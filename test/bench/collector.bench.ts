import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { type Batch, logBatch, spanBatch } from "../../packages/otlp/test/sdk-batches.ts";
import type { Bench, Figure } from "../../scripts/bench/contract.ts";
import { isCollectorBuilt } from "../../scripts/collector/binary.ts";
import { startNopCollector } from "./nop-collector.ts";

const ROUNDS = 7;
const REQUESTS = 1000;
const WARM_UP_REQUESTS = 300;
/** Of `utime` and `stime` in /proc; the kernel has always said 100 to programs. */
const TICKS_PER_SECOND = 100;
const LOAD_SENDER = join(import.meta.dirname, "../../packages/otlp/test/load-sender.ts");

interface Receiver {
  readonly name: string;
  readonly child: ChildProcess;
  readonly port: number;
}

/**
 * The whole receiver, from the socket to decoded records that are dropped, beside the collector with its nop exporter:
 * same payloads, same sender, in turns, by CPU time of all threads of each.
 */
export const bench: Bench = {
  name: "whole receiver beside the collector",
  async run() {
    if (!isCollectorBuilt()) throw new Error("The collector is not built. Run: pnpm collector:build");
    const receivers = [await startOurs(), { name: "collector", ...(await startNopCollector()) }];
    try {
      const figures: Figure[] = [];
      for (const batch of [spanBatch(512), logBatch(512)]) figures.push(...(await compare(receivers, batch)));
      return figures;
    } finally {
      for (const { child } of receivers) child.kill();
    }
  },
};

async function startOurs(): Promise<Receiver> {
  const child = fork(join(import.meta.dirname, "otlp-receiver.ts"), { execArgv: [] });
  const [port] = await once(child, "message");
  return { name: "ours", child, port: Number(port) };
}

async function compare(receivers: readonly Receiver[], batch: Batch): Promise<Figure[]> {
  const rates = new Map(receivers.map(({ name }) => [name, [] as number[]]));
  for (const receiver of receivers) await send(receiver, batch, WARM_UP_REQUESTS);
  for (let round = 0; round < ROUNDS; round++) {
    for (const receiver of receivers) {
      const before = cpuSeconds(receiver);
      await send(receiver, batch, REQUESTS);
      rates.get(receiver.name)?.push((REQUESTS * batch.items) / (cpuSeconds(receiver) - before));
    }
  }
  const [ours, collector] = receivers.map(({ name }) => median(rates.get(name) ?? []));
  const items = batch.signal === "traces" ? "spans" : "log records";
  return [
    { name: `${items}, ours`, value: ours ?? Number.NaN, unit: `${items}/CPU s`, target: ">= 300_000" },
    { name: `${items}, collector`, value: collector ?? Number.NaN, unit: `${items}/CPU s` },
    {
      name: `${items}, ours / collector`,
      value: (ours ?? Number.NaN) / (collector ?? Number.NaN),
      unit: "x",
      target: ">= 1",
    },
  ];
}

/** A process of its own sends, so that its work is not counted. */
async function send({ port }: Receiver, batch: Batch, requests: number): Promise<void> {
  const sender = fork(LOAD_SENDER, { execArgv: [] });
  sender.send({
    port,
    path: `/v1/${batch.signal}`,
    headers: { "content-type": "application/x-protobuf" },
    bodyBase64: Buffer.from(batch.protobuf).toString("base64"),
    requests,
  });
  const failed = once(sender, "exit").then(([code]) => {
    throw new Error(`The sender ended with code ${String(code)} before it was done.`);
  });
  await Promise.race([once(sender, "message"), failed]);
  failed.catch(() => undefined);
  sender.kill();
}

function cpuSeconds({ child }: Receiver): number {
  const stat = readFileSync(`/proc/${String(child.pid)}/stat`, "utf8");
  // Fields after the name, which may hold spaces: utime is the 12th, stime the 13th.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
