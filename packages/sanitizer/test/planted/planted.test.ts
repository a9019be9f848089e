import { describe, expect, test } from "vitest";

import { randomOf } from "../corpus/random.ts";
import { leakIn } from "../score/leak.ts";
import { leavesOf } from "../score/leaves.ts";
import { defaultSanitizer } from "../score/sanitizer-under-test.ts";
import { ENCODINGS } from "./encodings.ts";
import type { Plant } from "./plant.ts";
import { plants } from "./plant.ts";
import { TEMPLATES } from "./templates.ts";

const SEED = Number(process.env["JOBSCOPE_TEST_SEED"] ?? 20_261_124);
const ROUNDS = Number(process.env["JOBSCOPE_TEST_ROUNDS"] ?? 6);
const percent = ENCODINGS.find(({ name }) => name === "url");

function readings({ encoding, carrier }: Plant, leaves: readonly string[]): string[] {
  const plain =
    carrier.percentEncodes === true ? leaves.map((leaf) => percent?.decode(leaf.replaceAll("+", " ")) ?? leaf) : [];
  return [...leaves, ...plain, ...[...leaves, ...plain].map((leaf) => encoding.decode(leaf))];
}

function leakOf(plant: Plant, after: unknown): string | undefined {
  const texts = readings(plant, leavesOf(after));
  for (const { secrets, maxRun } of plant.planted) {
    for (const value of secrets) {
      const run = leakIn(texts, { value, maxRun });
      if (run !== undefined) return `${run} of ${value}`;
    }
  }
  return undefined;
}

describe("secrets planted in lines, disguises and shapes", () => {
  test("at least 40 templates with one to five places", () => {
    expect(TEMPLATES.length).toBeGreaterThanOrEqual(40);
    const places = new Set(TEMPLATES.map((template) => template.split("□").length - 1));
    expect(places).toEqual(new Set([1, 2, 3, 4, 5]));
  });

  test("each can be read before it is sanitized", () => {
    const unread = [...plants(randomOf(SEED), 1)].filter(
      (plant) =>
        !/headers|toJSON/u.test(plant.carrier.name) && leakOf(plant, plant.carrier.carry(plant.line)) === undefined,
    );
    expect(unread.map(({ of, encoding, carrier, line }) => [of, encoding.name, carrier.name, line])).toEqual([]);
  });

  test(`none gets out, and a second pass changes nothing (seed ${String(SEED)})`, { timeout: 60_000 }, () => {
    const by = defaultSanitizer();
    const leaks = new Map<string, string[]>();
    const moved: string[] = [];
    let tried = 0;
    for (const plant of plants(randomOf(SEED), ROUNDS)) {
      tried++;
      const { of, encoding, carrier, line } = plant;
      const isBody = carrier.name === "body";
      const after = isBody ? by.text(line) : by.sanitize(carrier.carry(line));
      const run = leakOf(plant, after);
      if (run !== undefined) {
        const pair = `${of} × ${encoding.name}`;
        leaks.set(pair, [
          ...(leaks.get(pair) ?? []),
          `${carrier.name}: ${run} in ${leavesOf(after).join(" ¦ ").slice(0, 400)}`,
        ]);
      }
      const again = isBody ? by.text(String(after)) : by.sanitize(after);
      const [first, second] = [leavesOf(after).toSorted(), leavesOf(again).toSorted()];
      if (first.join("\u0001") !== second.join("\u0001"))
        moved.push(`${of} × ${encoding.name} × ${carrier.name}: ${line}`);
    }
    const report = [...leaks].map(
      ([pair, examples]) => `${pair}: ${String(examples.length)}\n    ${examples.slice(0, 2).join("\n    ")}`,
    );
    expect(leaks.size, `seed ${String(SEED)}, of ${String(tried)}:\n${report.join("\n")}`).toBe(0);
    expect(moved.length, `seed ${String(SEED)}:\n${moved.slice(0, 10).join("\n")}`).toBe(0);
    if (ROUNDS >= 6) expect(tried).toBeGreaterThanOrEqual(20_000);
  });
});
