import {
  ATTR_DEPLOYMENT_ENVIRONMENT_NAME,
  ATTR_JOB_NAME,
  ATTR_SERVICE_NAME,
  ATTR_SERVICE_NAMESPACE,
  METRICS,
  type MetricDefinition,
} from "@jobscope/semconv";

export const SERVICE_ATTRIBUTES: readonly string[] = [
  ATTR_DEPLOYMENT_ENVIRONMENT_NAME,
  ATTR_SERVICE_NAMESPACE,
  ATTR_SERVICE_NAME,
];

const DEFINITIONS: ReadonlyMap<string, MetricDefinition> = new Map(METRICS.map((metric) => [metric.name, metric]));

/** What the contract says of a metric; undefined for others' metrics. */
export function definitionOf(metric: string): MetricDefinition | undefined {
  return DEFINITIONS.get(metric);
}

export const KNOWN_METRICS: readonly string[] = [...DEFINITIONS.keys()];

/** One value per job where a metric has jobs, else per service: what its streams differ in beside that is rarely meant. */
export function defaultBy(metric: string): readonly string[] {
  const definition = definitionOf(metric);
  const ofJobs = definition === undefined || definition.attributes.includes(ATTR_JOB_NAME);
  return ofJobs ? [...SERVICE_ATTRIBUTES, ATTR_JOB_NAME] : SERVICE_ATTRIBUTES;
}
