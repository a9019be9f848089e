import type { ApiFailure } from "@jobscope/query-api";

import { stackOf } from "../../config/error-text.ts";
import { ReaderUnavailableError } from "../../journey/http-thread/read-thread.ts";
import { printable } from "./printable.ts";
import { SummedLines } from "./summed-lines.ts";

/** One line about a busy store in this time at most, milliseconds. */
const BUSY_EVERY_MS = 5_000;

/**
 * Lines for requests of the API that failed. With a stack, but for those that found a busy store: there is no mistake to
 * look for, and there are many of them at once.
 */
export function failureLog(warn: (line: string) => void): (failure: ApiFailure) => void {
  const busy = new SummedLines({
    everyMs: BUSY_EVERY_MS,
    warn,
    sumUp: (more, last) =>
      `api: ${more} more ${more === 1 ? "request" : "requests"} failed because the store could not be asked; the last, ${last}`,
  });
  return ({ method, path, error, requestId }) => {
    const request = `${method} ${path}`;
    const named = requestId === undefined ? "" : ` (request ${requestId})`;
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    if (!(cause instanceof ReaderUnavailableError)) return warn(`api: ${request} failed${named}: ${stackOf(cause)}`);
    const why = printable(cause.message);
    busy.note(`api: ${request} failed${named}: ${why}`, `${request}${named}: ${why}`);
  };
}
