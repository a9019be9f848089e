import type { Telemetry, TelemetryPoint, TelemetrySeries } from "@jobscope/store";
import type { ServiceIdentity } from "@jobscope/tracker";

/** Points that one answer shows of one kind: some megabytes. */
const MAX_POINTS = 20_000;

/** Series of several metrics that tell of one thing: of one process, of one pool. */
export interface Track {
  readonly service: ServiceIdentity;
  /** `""` where the processes of a service are taken together. */
  readonly instanceId: string;
  /** Further names that tell it from others of its owner. */
  readonly names: readonly string[];
  /** Steps in which something was received, oldest first. */
  readonly steps: readonly Step[];
}

export interface Step {
  readonly fromMs: number;
  /** Points of the step by what they say: `used`, `limit`. */
  readonly points: ReadonlyMap<string, readonly TelemetryPoint[]>;
}

interface TrackRules {
  /** Together: what the processes of a service report is added up. */
  readonly of: "process" | "service";
  /** Attributes that tell one thing from another. */
  readonly names: (attributes: TelemetrySeries["attributes"]) => readonly string[];
  /** What the points of this series say. */
  readonly says: (series: TelemetrySeries) => string;
}

/** Gathers what belongs together. */
export function gatherTracks(
  telemetry: Telemetry,
  { of, names, says }: TrackRules,
): { readonly tracks: readonly Track[]; readonly truncated: boolean } {
  const groups = Map.groupBy(telemetry.series, ({ service, instanceId, attributes }) => {
    const { environment, namespace, service: name } = service;
    return JSON.stringify([environment, namespace, name, of === "process" ? instanceId : "", ...names(attributes)]);
  });
  const tracks: Track[] = [];
  let left = MAX_POINTS;
  for (const series of groups.values()) {
    const [first] = series;
    const steps = stepsOf(series, says);
    left -= steps.length;
    if (first === undefined || left < 0) return { tracks, truncated: true };
    const instanceId = of === "process" ? first.instanceId : "";
    tracks.push({ service: first.service, instanceId, names: names(first.attributes), steps });
  }
  return { tracks, truncated: telemetry.truncated };
}

function stepsOf(series: readonly TelemetrySeries[], says: TrackRules["says"]): readonly Step[] {
  const steps = new Map<number, Map<string, TelemetryPoint[]>>();
  for (const one of series) {
    const said = says(one);
    for (const point of one.points) {
      const step = steps.get(point.fromMs) ?? new Map<string, TelemetryPoint[]>();
      steps.set(point.fromMs, step);
      const before = step.get(said);
      if (before === undefined) step.set(said, [point]);
      else before.push(point);
    }
  }
  return [...steps].toSorted(([a], [b]) => a - b).map(([fromMs, points]) => ({ fromMs, points }));
}

/** Undefined where nothing was said of it. */
export function highest({ points }: Step, said: string, pick: (point: TelemetryPoint) => number): number | undefined {
  const found = points.get(said);
  return found === undefined ? undefined : Math.max(...found.map(pick));
}

/** How much a counter grew in the step, over all its streams. */
export function growth({ points }: Step, said: string): number {
  return (points.get(said) ?? []).reduce((sum, { increase = 0 }) => sum + increase, 0);
}

/** An attribute as text. */
export function nameOf(attributes: TelemetrySeries["attributes"], key: string): string {
  const value = attributes[key];
  return value === undefined || value === null ? "" : String(value);
}
