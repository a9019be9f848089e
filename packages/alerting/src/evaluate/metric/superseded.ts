import { ATTR_SERVICE_INSTANCE_ID } from "@jobscope/semconv";

import { labelName } from "../../model/labels.ts";
import type { Stream } from "../../model/series.ts";
import type { Group } from "./groups.ts";

const INSTANCE = labelName(ATTR_SERVICE_INSTANCE_ID);

/** Whether it is about one process, and that has ended: nobody is left to measure. */
export function hasEndedWithProcess({ labels, streams }: Pick<Group, "labels" | "streams">): boolean {
  return labels[INSTANCE] !== undefined && streams.length > 0 && streams.every(({ isOrphaned }) => isOrphaned);
}

/**
 * Whether what a gauge held last says nothing any more, however fresh it is: its process has ended, and either the label set is
 * about this process alone, or others speak for it. Of a service as a whole, the last word stands: a database that cannot be
 * reached is not back because those who asked for it have died of that.
 */
export function isSuperseded(stream: Stream, { labels, streams }: Pick<Group, "labels" | "streams">): boolean {
  if (!stream.isOrphaned) return false;
  return labels[INSTANCE] !== undefined || streams.some(({ isOrphaned }) => !isOrphaned);
}
