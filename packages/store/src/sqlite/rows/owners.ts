/** Whom rows of counts belong to. The numbers are part of the file format. */
export const OWNER_ALL = 0;
export const OWNER_SERVICE = 1;
export const OWNER_JOB = 2;

export type OwnerKind = typeof OWNER_ALL | typeof OWNER_SERVICE | typeof OWNER_JOB;

export type Owner = readonly [kind: OwnerKind, id: number];

/** Everything. */
export const ALL: Owner = [OWNER_ALL, 0];

/** The three that something of a job counts for. */
export function ownersOf(serviceId: number, jobId: number): readonly Owner[] {
  return [ALL, [OWNER_SERVICE, serviceId], [OWNER_JOB, jobId]];
}
