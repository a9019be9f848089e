import { idWithin, partsOfId, serviceIdOf } from "@jobscope/tracker";

/**
 * The ids that a path segment may mean, likeliest first. An id escapes its parts itself; who pastes it into a path
 * without escaping it once more sends it with one layer missing, and means the same job.
 */
export function candidateIds(segment: string): readonly string[] {
  const parts = partsOfId(segment);
  if (parts === undefined || parts.length !== 4) return [segment];
  const [environment = "", namespace = "", service = "", part = ""] = parts;
  const escaped = idWithin(serviceIdOf({ environment, namespace, service }), part);
  return escaped === segment ? [segment] : [segment, escaped];
}
