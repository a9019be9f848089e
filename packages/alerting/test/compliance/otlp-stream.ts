import type { Transition } from "../../src/model/alert.ts";
import type { Rule } from "../../src/model/rule.ts";
import { type Attributes, otlpJson, received, type Shape } from "../support/otlp-requests.ts";
import { RuleHarness } from "../support/rule-harness.ts";
import { ruleOf } from "../support/rules.ts";
import { T0 } from "./play.ts";

export const SLOT_MS = 30_000;

export const gaugeRule = (overrides: Partial<Rule> = {}): Rule => ruleOf({ name: "High", ...overrides });

export interface SentValue {
  readonly atS: number;
  readonly value: number | null;
  readonly attributes?: Attributes;
  readonly resource?: Attributes;
  /** When it arrives, if not at once. */
  readonly arrivesS?: number;
}

/** Sends values and evaluates every 30 s; gives `second: from > to` of each transition, and the harness. */
export function stream(
  rules: readonly Rule[],
  values: readonly SentValue[],
  options: { readonly untilS: number; readonly shape?: Shape; readonly phaseS?: number },
): { readonly steps: readonly string[]; readonly transitions: readonly Transition[]; readonly harness: RuleHarness } {
  const harness = new RuleHarness({ rules });
  const waiting = values.toSorted((a, b) => (a.arrivesS ?? a.atS) - (b.arrivesS ?? b.atS));
  const transitions: Transition[] = [];
  for (let slotMs = T0 + (options.phaseS ?? 0) * 1_000; slotMs <= T0 + options.untilS * 1_000; slotMs += SLOT_MS) {
    for (
      let [next] = waiting;
      next !== undefined && T0 + (next.arrivesS ?? next.atS) * 1_000 <= slotMs;
      [next] = waiting
    ) {
      waiting.shift();
      send(harness, next, options.shape ?? "gauge");
    }
    transitions.push(...harness.evaluate(slotMs));
  }
  return {
    steps: transitions.map(({ from, to, atMs }) => `${(atMs - T0) / 1_000}: ${from} > ${to}`),
    transitions,
    harness,
  };
}

function send(harness: RuleHarness, sent: SentValue, shape: Shape): void {
  const { atS, value, attributes = { host: "a" }, resource = { "service.name": "s" }, arrivesS = atS } = sent;
  const atMs = T0 + atS * 1_000;
  const point = { metric: "m", attributes, startMs: shape === "delta" ? atMs - 15_000 : T0 - 60_000, atMs, value };
  harness.accept(received(otlpJson([point], shape, resource), "protobuf"), T0 + arrivesS * 1_000);
}

/** A value every 15 s. */
export const every15s = (
  fromS: number,
  untilS: number,
  value: number | null,
  more: Partial<SentValue> = {},
): readonly SentValue[] =>
  Array.from({ length: Math.ceil((untilS - fromS) / 15) }, (_, n) => ({ atS: fromS + n * 15, value, ...more }));
