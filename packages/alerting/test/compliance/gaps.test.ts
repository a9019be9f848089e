import { describe, expect, it } from "vitest";

import type { Condition } from "../../src/model/rule.ts";
import { every15s, gaugeRule, stream } from "./otlp-stream.ts";
import { T0 } from "./play.ts";

const told = (steps: readonly string[]): readonly string[] =>
  steps.filter((step) => !step.includes("pending > inactive") && !step.includes("inactive > pending"));

describe("gaps in the data", () => {
  it("short interruptions of a source tell nobody, a long one tells once, and once that it is over", () => {
    const rule = gaugeRule({ onMissing: "alert", missingForMs: 300_000, lookbackMs: 30_000 });
    const hour = Array.from({ length: 6 }, (_, n) => every15s(n * 600, n * 600 + 540, 1)).flat();
    const values = [...hour, ...every15s(3_600, 3_900, 1), ...every15s(3_900 + 390, 4_500, 1)];
    const { steps, transitions } = stream([rule], values, { untilS: 4_500, phaseS: 7 });
    // Last sample at 3885, missing from the slot at 3937 on, heard again at 4290.
    expect(told(steps)).toEqual(["4237: pending > firing", "4297: firing > resolved"]);
    expect(transitions.at(-1)?.alert).toMatchObject({
      labels: { host: "a" },
      activeAtMs: T0 + 3_937_000,
    });
  });

  it("a backlog of five minutes raises nothing, and resolves nothing that still holds", () => {
    const rule = gaugeRule({ lookbackMs: 300_000, missingForMs: 120_000, forMs: 60_000 });
    const late = every15s(300, 600, 11).map((sent) => ({ ...sent, arrivesS: 600 }));
    const values = [...every15s(0, 300, 11), ...late, ...every15s(600, 900, 11)];
    expect(stream([rule], values, { untilS: 870, phaseS: 7 }).steps).toEqual([
      "7: inactive > pending",
      "67: pending > firing",
    ]);
  });

  it("a count over a gap is not zero: what is not known is not taken for nothing", () => {
    const condition: Condition = {
      kind: "threshold",
      measure: { kind: "count", select: { metric: "m", where: [] }, windowMs: 60_000 },
      by: "all",
      aggregate: "sum",
      threshold: { op: "<", value: 1 },
    };
    const rule = gaugeRule({ condition, missingForMs: 120_000 });
    const values = [...every15s(0, 300, 1), ...every15s(600, 900, 1)];
    expect(stream([rule], values, { untilS: 870, phaseS: 7, shape: "delta" }).steps).toEqual([]);
  });

  it("the first failure after a start is seen, and the first after a restart, each exactly once", () => {
    const condition: Condition = {
      kind: "threshold",
      measure: { kind: "count", select: { metric: "m", where: [] }, windowMs: 600_000 },
      by: ["service.name"],
      aggregate: "sum",
      threshold: { op: ">", value: 0 },
    };
    const of = (instance: string) => ({ "service.name": "s", "service.instance.id": instance });
    const heartbeat = (fromS: number, untilS: number, instance: string) =>
      every15s(fromS, untilS, 0, { attributes: { result: "success" }, resource: of(instance) });
    const failed = (fromS: number, untilS: number, instance: string) =>
      every15s(fromS, untilS, 1, { attributes: { result: "failure" }, resource: of(instance) });
    const values = [
      ...heartbeat(0, 1_500, "1"),
      ...failed(60, 1_500, "1"),
      ...heartbeat(1_500, 3_000, "2"),
      ...failed(1_560, 3_000, "2"),
    ];
    const { steps, transitions } = stream([gaugeRule({ condition })], values, {
      untilS: 2_970,
      phaseS: 7,
      shape: "cumulative",
    });
    expect(steps).toEqual([
      "67: inactive > firing",
      "667: firing > resolved",
      "1567: inactive > firing",
      "2167: firing > resolved",
    ]);
    expect(new Set(transitions.map(({ alert }) => alert.value))).toEqual(new Set([1]));
  });

  it("one event is exactly one at every phase while it is in the window, and nothing outside", () => {
    const condition: Condition = {
      kind: "threshold",
      measure: { kind: "count", select: { metric: "m", where: [] }, windowMs: 300_000 },
      by: "all",
      aggregate: "sum",
      threshold: { op: ">", value: 0 },
    };
    const values = every15s(0, 900, 0).map((sent) => ({ ...sent, value: sent.atS < 300 ? 0 : 1 }));
    for (let phaseS = 0; phaseS < 30; phaseS += 1) {
      const { transitions } = stream([gaugeRule({ condition })], values, { untilS: 890, phaseS, shape: "cumulative" });
      expect(transitions.map(({ alert, to }) => `${to} ${alert.value}`)).toEqual(["firing 1", "resolved 1"]);
    }
  });
});
