import type { StoreHealth } from "@jobscope/store";

import { isoTime } from "../model/iso-time.ts";
import { noAnswer } from "../model/no-answer.ts";
import type { ComponentResource, HealthResource, StoreResource } from "../model/status-resource.ts";
import type { ComponentHealth, SystemHealth } from "../model/system-health.ts";
import { isoTimeOrNull } from "./scalars.ts";
import { shapeInstance } from "./shape-instance.ts";

/** `store` undefined: it did not answer, which makes the whole `down`, whatever the collector of `system` saw. */
export function shapeHealth(system: SystemHealth, store: StoreHealth | undefined, nowMs: number): HealthResource {
  return {
    status: store === undefined ? "down" : system.status,
    time: isoTime(nowMs),
    monitor_id: system.monitorId ?? null,
    components: [...system.components.map(shapeComponent), ...(store === undefined ? [UNREADABLE] : [])],
    store: store === undefined ? null : shapeStore(store),
    instances: store?.instances.map(shapeInstance) ?? [],
    instances_total: store?.instancesTotal ?? 0,
  };
}

const UNREADABLE: ComponentResource = {
  name: "store_reader",
  status: "down",
  reason: noAnswer("store"),
  since_time: null,
  details: {},
};

export function shapeComponent(component: ComponentHealth): ComponentResource {
  return {
    name: component.name,
    status: component.status,
    reason: component.reason ?? null,
    since_time: isoTimeOrNull(component.sinceMs),
    details: component.details ?? {},
  };
}

/** Figures that are others at each look, whether anything happened or not. */
const RESTLESS = /(?:^|_)(?:lag|last_commit|last_evaluation|oldest_waiting)_/;

/** A component as it is named in an ETag: what changes with the clock alone makes no new version. */
export function untimedComponent({ details, ...component }: ComponentResource): ComponentResource {
  return {
    ...component,
    details: Object.fromEntries(Object.entries(details).filter(([name]) => !RESTLESS.test(name))),
  };
}

function shapeStore(store: StoreHealth): StoreResource {
  return {
    bytes: store.bytes,
    max_bytes: store.maxBytes ?? null,
    rows: store.rows,
    oldest_run_time: isoTimeOrNull(store.oldestRunMs),
  };
}
