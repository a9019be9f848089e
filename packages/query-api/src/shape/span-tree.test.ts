import type { StoredSpan } from "@jobscope/store";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { placeSpans } from "./span-tree.ts";

const spanOf = (spanId: string, parentSpanId = "", startMs = 0): StoredSpan => ({
  traceId: "t",
  spanId,
  parentSpanId,
  name: spanId,
  kind: 1,
  startMs,
  endMs: startMs + 1,
  statusCode: 0,
  statusMessage: "",
  attributes: {},
});

const drawn = (spans: readonly StoredSpan[]): string[] =>
  placeSpans(spans).map(
    ({ span, depth, children }) => `${" ".repeat(depth)}${span.name}${children > 0 ? ` +${children}` : ""}`,
  );

describe("a waterfall", () => {
  it("shows each span before those below it, siblings in their order", () => {
    const spans = [
      spanOf("run"),
      spanOf("b", "run", 1),
      spanOf("b1", "b", 2),
      spanOf("c", "run", 3),
      spanOf("b2", "b", 4),
    ];
    expect(drawn(spans)).toEqual(["run +2", " b +2", "  b1", "  b2", " c"]);
  });

  it("takes a span whose parent is not there, or that is its own, for a root", () => {
    expect(drawn([spanOf("a", "gone"), spanOf("b", "a"), spanOf("c", "c")])).toEqual(["a +1", " b", "c"]);
  });

  it("shows each span once, whatever they say of their parents", () => {
    const id = fc.constantFrom("", "a", "b", "c", "d");
    fc.assert(
      fc.property(fc.array(fc.tuple(id, id), { maxLength: 12 }), (pairs) => {
        const spans = pairs.map(([spanId, parent], n) => spanOf(spanId, parent, n));
        const placed = placeSpans(spans);
        expect(placed).toHaveLength(spans.length);
        expect(new Set(placed.map(({ span }) => span))).toEqual(new Set(spans));
      }),
    );
  });

  it("takes a chain of five thousand", () => {
    const spans = Array.from({ length: 5_000 }, (_, n) => spanOf(`s${n}`, n === 0 ? "" : `s${n - 1}`));
    const placed = placeSpans(spans);
    expect(placed.map(({ span }) => span.name)).toEqual(spans.map(({ name }) => name));
    expect(placed.at(-1)?.depth).toBe(100);
  });
});
