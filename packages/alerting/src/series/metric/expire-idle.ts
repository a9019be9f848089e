import type { MetricStream } from "./metric-stream.ts";
import type { MeterOrigin, MetricOrigin, Origins } from "./origins.ts";

export interface IdleRules {
  readonly nowMs: number;
  readonly idleMs: number;
  /** How long a silent stream of the metric is kept. */
  readonly keptMs: (metric: string) => number;
  readonly forget: (stream: MetricStream) => void;
  readonly forgetMetric: (origin: MetricOrigin<MetricStream>) => void;
}

/** Forgets what was not heard of for long enough: streams, then what they came from. */
export function expireIdle(origins: Origins<MetricStream>, rules: IdleRules): void {
  const idleSinceMs = rules.nowMs - rules.idleMs;
  for (const process of origins.processes) {
    for (const meter of process.meters.values()) {
      expireStreams(origins, meter, rules);
      if (meter.metrics.size === 0 && meter.heardMs < idleSinceMs) origins.forgetMeter(meter);
    }
    if (process.meters.size === 0 && process.heardMs < idleSinceMs) origins.forgetProcess(process);
  }
}

function expireStreams(
  origins: Origins<MetricStream>,
  meter: MeterOrigin<MetricStream>,
  { nowMs, keptMs, forget, forgetMetric }: IdleRules,
): void {
  for (const [key, origin] of meter.metrics) {
    const sinceMs = nowMs - keptMs(origin.metric.name);
    for (const [attributes, stream] of origin.streams) {
      if (stream.heardMs >= sinceMs) continue;
      origin.streams.delete(attributes);
      origin.hasGaps = true;
      forget(stream);
    }
    // While its scope is heard, the metric is remembered: a stream that comes back is not taken for new.
    if (origin.streams.size > 0 || meter.heardMs >= sinceMs) continue;
    origins.forgetMetric(meter, key);
    forgetMetric(origin);
  }
}
