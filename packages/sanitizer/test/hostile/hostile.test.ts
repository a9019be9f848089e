import { describe, expect, test } from "vitest";

import { randomOf } from "../corpus/random.ts";
import { PLANTED_CLASSES } from "../planted/secrets.ts";
import { leakIn } from "../score/leak.ts";
import { defaultSanitizer } from "../score/sanitizer-under-test.ts";
import { ATTACKS, attackOf } from "./attacks.ts";

const SEED = Number(process.env["JOBSCOPE_TEST_SEED"] ?? 20_261_124);
const by = defaultSanitizer();

describe("hostile texts", () => {
  test("there are at least 60 of them", () => {
    expect(new Set(ATTACKS.map(({ atom, head, tail }) => head + atom + tail)).size).toBeGreaterThanOrEqual(60);
  });

  // A quadratic search takes minutes here, so the limit of the test is the proof that it ends.
  test.each(ATTACKS)("$name: 256 KB end, and a second pass changes nothing", (attack) => {
    const once = by.text(attackOf(attack, 256 * 1024));
    expect(by.text(once)).toBe(once);
  });

  test(
    `a secret between random compositions of them does not get out (seed ${String(SEED)})`,
    { timeout: 60_000 },
    () => {
      const random = randomOf(SEED);
      const classes = Object.values(PLANTED_CLASSES);
      const wall = (): string => {
        let out = "";
        for (let i = random.int(4); i >= 0; i--) out += attackOf(random.pick(ATTACKS), 1 + random.int(600));
        return out;
      };
      const leaks: string[] = [];
      for (let i = 0; i < 4000; i++) {
        const planted = random.pick(classes)(random);
        // Line breaks on both sides, so that the secret is still one for a reader.
        const before = wall();
        const after = wall();
        const out = by.text(`${before}\n\n${planted.phrase}\n\n${after}`);
        const run = planted.secrets
          .map((value) => leakIn([out], { value, maxRun: planted.maxRun }))
          .find((leak) => leak !== undefined);
        if (run !== undefined)
          leaks.push(
            `${run} of ${planted.phrase} behind ${JSON.stringify(before.slice(-60))} before ${JSON.stringify(after.slice(0, 60))}`,
          );
      }
      expect(leaks.length, `seed ${String(SEED)}:\n${leaks.slice(0, 20).join("\n")}`).toBe(0);
    },
  );

  test("a record of 100,000 keys is cleaned or cut, never let through unseen", () => {
    const secret = "Zq7hTk29LmXw";
    const record = Object.fromEntries(
      Array.from({ length: 100_000 }, (_, i) => [`field${String(i)}`, i % 1000 === 999 ? `password=${secret}` : i]),
    );
    expect(leakIn([JSON.stringify(by.sanitize(record))], { value: secret, maxRun: 4 })).toBeUndefined();
  });

  test("a text of 10 MB ends, without what is in it", () => {
    const secret = "Zq7hTk29LmXw";
    const text = `${"an ordinary line of a log, 42 ms\n".repeat(330_000)}password=${secret}`;
    expect(leakIn([by.text(text)], { value: secret, maxRun: 4 })).toBeUndefined();
  });
});
