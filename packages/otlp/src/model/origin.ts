import type { MetricDescriptor, Resource, Scope } from "./records.ts";

/** Where an item comes from. */
export interface Origin {
  readonly resource: Resource;
  readonly scope: Scope;
}

/** What a data point belongs to. */
export interface PointOrigin extends Origin {
  readonly metric: MetricDescriptor;
}
