import type { Bench, Figure } from "../../../../../scripts/bench/contract.ts";
import { emailDetector } from "../email/email.ts";
import { createFinder } from "../find-in-text.ts";
import { compile } from "../scan/program.ts";
import { scanText } from "../scan/scan-text.ts";
import { TextScan } from "../scan/text-scan.ts";

const ROUNDS = 25;
const TEXTS_PER_ROUND = 5000;

const TEXTS = {
  "ordinary text with signs": "100% of R&D done && path C:\\data, regex /^\\d+\\.\\w+$/u, 50% of 12 items",
  "ordinary text of other scripts": "Größe geändert, Пользователь вошёл в систему, 処理完了 42 件 👍🏽",
  "a URL with escapes": "GET /files/a%20b%2Fc?filter=%7B%22page%22%3A2%7D&sort=created HTTP/1.1",
  "JSON in JSON": '{"msg":"{\\"page\\":2,\\"limit\\":50,\\"sort\\":\\"created\\",\\"state\\":\\"open\\"}"}',
  "an address in a URL": "GET /users?mail=jane.doe%40example.com&page=2&sort=created HTTP/1.1",
} as const;

const program = compile([emailDetector]);

/** Best of the rounds, in nanoseconds a text. */
function timer(work: (text: string) => unknown, text: string): () => number {
  return () => {
    const before = performance.now();
    for (let i = 0; i < TEXTS_PER_ROUND; i++) work(text);
    return ((performance.now() - before) * 1e6) / TEXTS_PER_ROUND;
  };
}

function measure([name, text]: readonly [string, string]): Figure {
  const scan = new TextScan(program);
  const plain = timer((each) => {
    scanText(scan, program, each);
  }, text);
  const deep = timer(createFinder(program), text);
  let least = Number.POSITIVE_INFINITY;
  let base = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    base = Math.min(base, plain());
    least = Math.min(least, deep());
  }
  return { name: `${name}, above the first pass`, value: least - base, unit: "ns" };
}

export const bench: Bench = {
  name: "disguised characters",
  run: () => Promise.resolve(Object.entries(TEXTS).map(measure)),
};
