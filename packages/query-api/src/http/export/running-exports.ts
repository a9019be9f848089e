import { ApiProblem } from "../reply/api-problem.ts";
import { retryAfter } from "../reply/retry-after.ts";

/** Exports that are made at once: each reads page after page, and others wait for their turn at the same reader. */
export const MAX_RUNNING = 4;

const running = new WeakMap<object, number>();

/**
 * Gives the parts while it counts as running for `monitor`; one too many is refused before its first part. It ends with
 * its parts, or with whoever takes them.
 */
export async function* asRunning<T>(monitor: object, parts: AsyncIterable<T>): AsyncGenerator<T> {
  const others = running.get(monitor) ?? 0;
  if (others >= MAX_RUNNING) throw tooMany();
  running.set(monitor, others + 1);
  try {
    yield* parts;
  } finally {
    running.set(monitor, (running.get(monitor) ?? 1) - 1);
  }
}

function tooMany(): ApiProblem {
  return new ApiProblem({
    kind: "too_many_requests",
    detail: `${MAX_RUNNING} exports are being made already.`,
    fix: "Wait until one of them has ended, or ask for a shorter range.",
    headers: retryAfter(10),
  });
}
