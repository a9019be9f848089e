import { expect, it } from "vitest";

import { CrashSuspects } from "./crash-suspects.ts";

it("clears an innocent neighbour and refuses the one that ends the core each time", () => {
  const suspects = new CrashSuspects();
  expect(suspects.judge("killer")).toBe("clear");
  suspects.died(["killer", "neighbour"]);
  expect(suspects.judge("neighbour")).toBe("alone");
  expect(suspects.judge("killer")).toBe("wait");
  expect(suspects.judge("stranger")).toBe("clear");
  suspects.answered("neighbour");
  expect(suspects.judge("neighbour")).toBe("clear");
  for (let death = 0; death < 2; death++) {
    expect(suspects.judge("killer")).toBe("alone");
    suspects.died(["killer"]);
  }
  expect(suspects.judge("killer")).toBe("refused");
});

it("remembers a bounded number", () => {
  const suspects = new CrashSuspects();
  suspects.died(Array.from({ length: 5_000 }, (_, index) => String(index)));
  expect(suspects.judge("0")).toBe("clear");
  expect(suspects.judge("4999")).toBe("alone");
});
