import type { Finding } from "@jobscope/sanitizer";
import { expect, it } from "vitest";

import { LinePlaces } from "./line-places.ts";

const at = (start: number): Finding => ({
  detector: "email",
  kind: "email",
  action: "mask",
  path: [],
  start,
  end: start + 1,
});

it("counts lines and columns whatever the parts are", () => {
  const text = "ab\n\ncdef\ng";
  const all = [0, 1, 4, 6, 9];
  for (let cut = 0; cut <= text.length; cut++) {
    const places = new LinePlaces();
    const told: string[] = [];
    const tell = (_: Finding, { line, column }: { line: number; column: number }): unknown =>
      told.push(`${line}:${column}`);
    places.take(
      text.slice(0, cut),
      all.filter((start) => start < cut).map((start) => at(start)),
      tell,
    );
    places.take(
      text.slice(cut),
      all.filter((start) => start >= cut).map((start) => at(start - cut)),
      tell,
    );
    expect(told).toEqual(["1:1", "1:2", "3:1", "3:3", "4:1"]);
    expect(places.lines).toBe(4);
  }
});

it("has no line where nothing came, and none behind the last end", () => {
  const places = new LinePlaces();
  expect(places.lines).toBe(0);
  places.take("a\n", [], () => undefined);
  expect(places.lines).toBe(1);
});
