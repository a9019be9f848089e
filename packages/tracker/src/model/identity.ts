/**
 * Identity of services, jobs, instances and runs.
 *
 * An id is its parts, each percent-encoded, joined by `~`: readable, reversible, and distinct for distinct parts.
 * `production~billing~api` is a service, `production~billing~api~invoice.generate` a job of it.
 */
export interface ServiceIdentity {
  /** `deployment.environment.name`, `""` when not set. */
  readonly environment: string;
  /** `service.namespace`, `""` when not set. */
  readonly namespace: string;
  /** `service.name`. */
  readonly service: string;
}

/** environment~namespace~service */
export type ServiceId = string;
/** {@link ServiceId}~job.name */
export type JobId = string;
/** {@link ServiceId}~service.instance.id */
export type InstanceKey = string;
/** {@link ServiceId}~job.run.id */
export type RunKey = string;

/** Most names and every UUID need no encoding; finding that out is ten times cheaper than encoding. */
const PLAIN = /^[\w.-]*$/;

const encodePart = (part: string): string =>
  PLAIN.test(part) ? part : encodeURIComponent(part.toWellFormed()).replaceAll("~", "%7E");

export function serviceIdOf(service: ServiceIdentity): ServiceId {
  return `${encodePart(service.environment)}~${encodePart(service.namespace)}~${encodePart(service.service)}`;
}

/** The id of something that belongs to a service: a job by name, an instance by instance id, a run by run id. */
export function idWithin(serviceId: ServiceId, part: string): string {
  return `${serviceId}~${encodePart(part)}`;
}

/** The parts of an id, decoded, or undefined where `id` is not one. */
export function partsOfId(id: string): readonly string[] | undefined {
  try {
    const parts = id.split("~").map(decodeURIComponent);
    return parts.length >= 3 ? parts : undefined;
  } catch {
    return undefined;
  }
}
