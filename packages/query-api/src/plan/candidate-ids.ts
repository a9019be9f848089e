import { idWithin, serviceIdOf } from "@jobscope/tracker";

/**
 * The ids that a path segment may mean, likeliest first. An id escapes its parts itself; who pastes it into a path
 * without escaping it once more has that layer taken off on the way, and means the same job.
 */
export function candidateIds(segment: string): readonly string[] {
  const [environment = "", namespace = "", service = "", ...rest] = segment.split("~");
  if (rest.length === 0) return [segment];
  const escaped = idWithin(serviceIdOf({ environment, namespace, service }), rest.join("~"));
  return escaped === segment ? [segment] : [segment, escaped];
}
