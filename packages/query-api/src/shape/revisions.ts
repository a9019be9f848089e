import type { RevisionResource } from "../model/common-resource.ts";
import { isoTime } from "../model/iso-time.ts";

interface Revision {
  readonly atMs: number;
  readonly from: string;
  readonly to: string;
  readonly cause: string;
}

export function shapeRevisions(revisions: readonly Revision[]): readonly RevisionResource[] {
  return revisions.map(({ atMs, from, to, cause }) => ({ time: isoTime(atMs), from, to, cause }));
}
