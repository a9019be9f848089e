import { idOfParts, idParts } from "../model/id-parts.ts";

/**
 * The ids that a path segment may mean, likeliest first. An id escapes its parts itself; who pastes it into a path
 * without escaping it once more has that layer taken off on the way, and means the same job.
 */
export function candidateIds(segment: string): readonly string[] {
  const parts = idParts(segment);
  if (parts === undefined) return [segment];
  return [...new Set([segment, idOfParts(parts)])];
}
