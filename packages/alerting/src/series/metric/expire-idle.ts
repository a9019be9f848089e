import type { MetricStream } from "./metric-stream.ts";
import type { MeterOrigin, Origins } from "./origins.ts";

export interface IdleRules {
  readonly nowMs: number;
  readonly idleMs: number;
  /** How long a silent stream of the metric is kept. */
  readonly keptMs: (metric: string) => number;
  readonly forget: (stream: MetricStream) => void;
}

/** Forgets what was not heard of for long enough: streams, then what they came from. */
export function expireIdle(origins: Origins<MetricStream>, rules: IdleRules): void {
  for (const process of origins.processes) {
    for (const meter of process.meters.values()) expireStreams(meter, rules);
    if (process.heardMs >= rules.nowMs - rules.idleMs) continue;
    for (const [key, meter] of process.meters) if (meter.metrics.size === 0) process.meters.delete(key);
    if (process.meters.size === 0) origins.forget(process);
  }
}

function expireStreams(meter: MeterOrigin<MetricStream>, { nowMs, keptMs, forget }: IdleRules): void {
  for (const [key, origin] of meter.metrics) {
    const sinceMs = nowMs - keptMs(origin.metric.name);
    for (const [attributes, stream] of origin.streams) {
      if (stream.heardMs >= sinceMs) continue;
      origin.streams.delete(attributes);
      origin.hasGaps = true;
      forget(stream);
    }
    // While its process lives, the metric is remembered: a stream that comes back is not taken for new.
    if (origin.streams.size === 0 && meter.process.heardMs < sinceMs) meter.metrics.delete(key);
  }
}
