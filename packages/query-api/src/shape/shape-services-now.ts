import type { Telemetry } from "@jobscope/store";

import type { MemoryUseResource, ServiceComponentResource, WorkerUseResource } from "../model/dashboard-resource.ts";
import { SHOWN } from "../plan/plan-dashboard.ts";
import { shapeComponents, shapeMemory, shapeWorkers } from "./shape-telemetry.ts";

/** Each component of a service once: healthy while none of its processes says otherwise. */
export function shapeComponentsNow(telemetry: Telemetry): readonly ServiceComponentResource[] {
  const reports = shapeComponents(telemetry).series.flatMap(({ points, ...one }) => {
    const newest = points.at(-1);
    return newest === undefined ? [] : [{ ...one, isHealthy: newest.healthy > 0 }];
  });
  const components = Map.groupBy(reports, ({ service, component }) => JSON.stringify([service, component]));
  return [...components.values()]
    .flatMap((group): readonly ServiceComponentResource[] => {
      const [first] = group;
      if (first === undefined) return [];
      const unhealthy = group.filter(({ isHealthy }) => !isHealthy).length;
      const { service, component } = first;
      const counts = { instances: group.length, unhealthy_instances: unhealthy };
      return [{ service, component, healthy: unhealthy === 0, ...counts }];
    })
    .toSorted((a, b) => b.unhealthy_instances - a.unhealthy_instances)
    .slice(0, SHOWN.components);
}

export function shapeMemoryNow(telemetry: Telemetry): readonly MemoryUseResource[] {
  const uses = shapeMemory(telemetry).series.flatMap(({ points, ...owner }) => {
    const newest = points.at(-1);
    if (newest === undefined) return [];
    const { used_bytes_max: _used, utilization_max: _utilization, ...use } = newest;
    return [{ ...owner, ...use }];
  });
  return fullestFirst(uses).slice(0, SHOWN.memory);
}

export function shapeWorkersNow(telemetry: Telemetry): readonly WorkerUseResource[] {
  const uses = shapeWorkers(telemetry).series.flatMap(({ points, ...owner }) => {
    const newest = points.at(-1);
    if (newest === undefined) return [];
    const { used_max: _used, ...use } = newest;
    return [{ ...owner, ...use }];
  });
  return fullestFirst(uses).slice(0, SHOWN.workers);
}

function fullestFirst<T extends { readonly utilization: number | null }>(uses: readonly T[]): readonly T[] {
  return uses.toSorted((a, b) => (b.utilization ?? 0) - (a.utilization ?? 0));
}
