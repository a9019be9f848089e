import { METRICS } from "@jobscope/semconv";
import type { Attributes, Gauge, Meter } from "@opentelemetry/api";

import type { Measurement, PerformanceMonitor } from "../model/monitor.ts";
import { countDropped } from "./drops.ts";
import { guarded, warnOnce } from "./guard.ts";
import { cleanAttributesAtSource } from "./outgoing.ts";
import { shared } from "./shared.ts";
import { text } from "./text.ts";

/** Names of metrics that other monitors of one process may add, and series of them all together. */
export const MAX_OBSERVED_NAMES = 100;
export const MAX_OBSERVED_SERIES = 1000;
const MAX_ATTRIBUTES = 10;
const MAX_VALUE = 200;
/** The instrument name syntax of OpenTelemetry. */
const NAME = /^[a-z][\w./-]{0,254}$/i;
const UNIT = /^[\x20-\x7e]{1,63}$/;
const RESERVED = /^(job|jobscope)\./i;

interface ObservedGauges {
  /** By what `observe` registered. */
  readonly sources: Map<object, NonNullable<PerformanceMonitor["metrics"]>>;
  /** Unit by lower-case name: names of instruments differ in more than case. */
  readonly units: Map<string, string>;
  readonly series: Set<string>;
  readonly gauges: WeakMap<Meter, Map<string, Gauge>>;
}

export const observed: ObservedGauges = shared("observed-gauges", () => ({
  sources: new Map(),
  units: new Map(),
  series: new Set(),
  gauges: new WeakMap(),
}));

/** Called at every collection. */
export function recordObserved(meter: Meter): void {
  for (const source of observed.sources.values()) {
    guarded("the metrics of another monitor", () => {
      for (const [name, given] of Object.entries(source())) {
        for (const measurement of measurements(given)) record(meter, name, measurement);
      }
    });
  }
}

function measurements(given: number | Measurement | readonly Measurement[]): readonly Measurement[] {
  if (typeof given === "number") return [{ value: given }];
  return isList(given) ? given : [given];
}

const isList = (given: Measurement | readonly Measurement[]): given is readonly Measurement[] => Array.isArray(given);

function record(meter: Meter, name: string, { value, unit = "1", attributes = {} }: Measurement): void {
  if (typeof value !== "number" || !Number.isFinite(value)) return countDropped("metrics", "observed_not_finite");
  if (!isAllowed(name)) return countDropped("metrics", "observed_name");
  const key = name.toLowerCase();
  if (!observed.units.has(key)) {
    if (observed.units.size >= MAX_OBSERVED_NAMES) return countDropped("metrics", "observed_names");
    observed.units.set(key, UNIT.test(unit) ? unit : "1");
  }
  const clean = cleanAttributesAtSource(shortened(attributes));
  if (clean === undefined) return countDropped("metrics", "sanitizer_rule");
  const series = seriesKey(key, clean);
  if (!observed.series.has(series)) {
    if (observed.series.size >= MAX_OBSERVED_SERIES) return countDropped("metrics", "observed_series");
    observed.series.add(series);
  }
  gaugeOf(meter, key, name).record(value, clean);
}

const seriesKey = (name: string, attributes: Attributes): string =>
  JSON.stringify([
    name,
    ...Object.keys(attributes)
      .toSorted((a, b) => (a < b ? -1 : 1))
      .map((key) => [key, attributes[key]]),
  ]);

function isAllowed(name: string): boolean {
  const allowed = NAME.test(name) && !RESERVED.test(name) && !METRICS.some((metric) => metric.name === name);
  if (!allowed) {
    warnOnce(
      `observed ${name}`,
      `jobscope: "${text(name, MAX_VALUE)}" cannot be the name of an observed metric. It begins with a letter, has only letters, ` +
        'digits and _ . - / in it, and is no name of jobscope\'s own (job.…, jobscope.…). Example: "db.pool.usage".',
    );
  }
  return allowed;
}

function shortened(attributes: NonNullable<Measurement["attributes"]>): Attributes {
  const short: Attributes = {};
  for (const [key, value] of Object.entries(attributes).slice(0, MAX_ATTRIBUTES)) {
    short[text(key, MAX_VALUE)] = typeof value === "string" ? text(value, MAX_VALUE) : value;
  }
  return short;
}

function gaugeOf(meter: Meter, key: string, name: string): Gauge {
  let gauges = observed.gauges.get(meter);
  if (gauges === undefined) observed.gauges.set(meter, (gauges = new Map()));
  const present = gauges.get(key);
  if (present !== undefined) return present;
  const made = meter.createGauge(name, { unit: observed.units.get(key) ?? "1" });
  gauges.set(key, made);
  return made;
}
