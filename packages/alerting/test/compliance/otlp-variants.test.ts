import { describe, expect, it } from "vitest";

import { otlpJson, received, SHAPES } from "../support/otlp-requests.ts";
import { every15s, gaugeRule, stream } from "./otlp-stream.ts";
import { T0 } from "./play.ts";

describe("what OTLP adds", () => {
  it.each(SHAPES)("no recorded value ends a %s at the next slot, not after the lookback", (shape) => {
    const values = [...every15s(0, 135, 11), { atS: 135, value: null }];
    expect(stream([gaugeRule()], values, { untilS: 900, shape }).steps).toEqual([
      "0: inactive > firing",
      "150: firing > resolved",
    ]);
  });

  it("a point that comes 20 s late changes nothing where the rule looks back by its offset", () => {
    const values = (arrivesS: number) => [
      ...every15s(0, 120, 1),
      { atS: 120, value: 11, arrivesS },
      ...every15s(135, 300, 11),
    ];
    const patient = gaugeRule({ offsetMs: 30_000 });
    expect(stream([patient], values(120), { untilS: 270 }).steps).toEqual(["150: inactive > firing"]);
    expect(stream([patient], values(140), { untilS: 270 }).steps).toEqual(["150: inactive > firing"]);
    const hasty = gaugeRule();
    expect(stream([hasty], values(120), { untilS: 270 }).steps).toEqual(["120: inactive > firing"]);
    expect(stream([hasty], values(140), { untilS: 270 }).steps).toEqual(["150: inactive > firing"]);
  });

  it("an export that is repeated changes nothing", () => {
    const count = (shape: "delta" | "cumulative") =>
      gaugeRule({
        name: shape,
        condition: {
          kind: "threshold",
          measure: { kind: "count", select: { metric: "m", where: [] }, windowMs: 60_000 },
          by: "all",
          aggregate: "sum",
          threshold: { op: ">", value: 43 },
        },
      });
    for (const shape of ["delta", "cumulative"] as const) {
      const each = every15s(0, 285, 11);
      const values = shape === "delta" ? each : each.map((sent, n) => ({ ...sent, value: 11 * (n + 1) }));
      const once = stream([gaugeRule(), count(shape)], values, { untilS: 270, shape });
      const twice = stream([gaugeRule(), count(shape)], [...values, ...values], { untilS: 270, shape });
      expect(once.steps).toEqual(["0: inactive > firing", "60: inactive > firing"]);
      expect(twice.steps).toEqual(once.steps);
      expect(twice.harness.store.stats.duplicates).toBe(values.length);
      expect(twice.harness.active.map(({ value }) => value)).toEqual(once.harness.active.map(({ value }) => value));
    }
  });

  it.each([
    {
      resources: [
        { "service.name": "s", "service.instance.id": "1" },
        { "service.name": "s", "service.instance.id": "2" },
      ],
    },
    { resources: [{ "host.name": "1" }, { "host.name": "2" }] },
  ])("two resources with equal attributes are two alerts", ({ resources }) => {
    const values = resources.flatMap((resource) => every15s(0, 60, 11, { resource }));
    const { steps, harness } = stream([gaugeRule()], values, { untilS: 30 });
    expect(steps).toEqual(["0: inactive > firing", "0: inactive > firing"]);
    expect(new Set(harness.active.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });

  it.each(SHAPES)("a %s means the same in protobuf, JSON and gzip", (shape) => {
    const points = [11, 12.5, null].map((value, n) => ({
      metric: `m${n}`,
      attributes: { host: "a" },
      startMs: T0,
      atMs: T0 + 1_000,
      value,
    }));
    const json = otlpJson(points, shape, { "service.name": "s" });
    const decoded = received(json, "json");
    expect(decoded).toHaveLength(3);
    expect(received(json, "protobuf")).toEqual(decoded);
    expect(received(json, "gzip")).toEqual(decoded);
  });
});
