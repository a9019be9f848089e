import { ApiProblem } from "../reply/api-problem.ts";
import { retryAfter } from "../reply/retry-after.ts";

/** Exports that are made at once: each reads page after page, and others wait for their turn at the same reader. */
export const MAX_RUNNING = 4;
/** Of those, of one key: whoever takes a file slowly keeps his place, and must not keep everybody's. */
export const MAX_OF_KEY = 2;

/** By monitor: ids of the keys whose exports are being made. */
const running = new WeakMap<object, string[]>();

/**
 * Gives the parts while it counts as running for `monitor`, by the key with this id; one too many is refused before its
 * first part. It ends with its parts, or with whoever takes them.
 */
export async function* asRunning<T>(monitor: object, keyId: string, parts: AsyncIterable<T>): AsyncGenerator<T> {
  const ids = running.get(monitor) ?? [];
  running.set(monitor, ids);
  if (ids.filter((id) => id === keyId).length >= MAX_OF_KEY) throw tooMany(`${MAX_OF_KEY} exports of this key`);
  if (ids.length >= MAX_RUNNING) throw tooMany(`${MAX_RUNNING} exports`);
  ids.push(keyId);
  try {
    yield* parts;
  } finally {
    ids.splice(ids.indexOf(keyId), 1);
  }
}

function tooMany(what: string): ApiProblem {
  return new ApiProblem({
    kind: "too_many_requests",
    detail: `${what} are being made already.`,
    fix: "Wait until one of them has ended, or ask for a shorter range.",
    headers: retryAfter(10),
  });
}
