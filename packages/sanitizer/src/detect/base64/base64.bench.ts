import type { Bench, Figure } from "../../../../../scripts/bench/contract.ts";
import { WORKLOADS } from "../../../test/bench/workloads.ts";
import { emailDetector } from "../email/email.ts";
import { createFinder } from "../find-in-text.ts";
import { compile } from "../scan/program.ts";
import { scanText } from "../scan/scan-text.ts";
import { TextScan } from "../scan/text-scan.ts";
import { searchBase64 } from "./search-base64.ts";

const ROUNDS = 25;
const KILOBYTES = 64;

const program = compile([emailDetector]);
const stack = String(WORKLOADS.find(({ name }) => name === "64 KB clean")?.record["stack"]);
const wall = (line: string): string => Buffer.from(line.repeat(1000)).toString("base64").slice(0, stack.length);

/** Best of the rounds, in nanoseconds a kilobyte. */
function best(work: () => unknown): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const before = performance.now();
    work();
    least = Math.min(least, performance.now() - before);
  }
  return (least * 1e6) / KILOBYTES;
}

function figures(): readonly Figure[] {
  const scan = new TextScan(program);
  const find = createFinder(program);
  const search = (text: string): number =>
    best(() => {
      searchBase64(text, { reveals: () => false, isKnown: () => false, report: () => undefined });
    });
  const text = wall('{"items":[1,2,3],"state":"open","page":2,"limit":50,"sort":"created"}\n');
  const secret = `${text.slice(0, -64)}${Buffer.from("jane.doe@example.com").toString("base64")}`;
  return [
    {
      name: "64 KB stack trace, first pass of one detector",
      value: best(() => scanText(scan, program, stack)),
      unit: "ns/KB",
    },
    { name: "64 KB stack trace, search for base64", value: search(stack), unit: "ns/KB" },
    { name: "64 KB of base64 of bytes", value: search(wall("\u0000\u0001\u0002é\u0003")), unit: "ns/KB" },
    { name: "64 KB of base64 of JSON, nothing in it", value: best(() => find(text)), unit: "ns/KB" },
    { name: "64 KB of base64 of JSON, a secret at its end", value: best(() => find(secret)), unit: "ns/KB" },
  ];
}

export const bench: Bench = { name: "base64", run: () => Promise.resolve(figures()) };
