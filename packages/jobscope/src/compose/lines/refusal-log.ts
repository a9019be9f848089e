import type { Ingest, IngestOutcome } from "@jobscope/otlp";

import { printable } from "./printable.ts";
import { SummedLines } from "./summed-lines.ts";

/** One line in this time at most, milliseconds: a sender that is set up wrongly repeats itself. */
const EVERY_MS = 60_000;

type Refused = IngestOutcome & { readonly kind: "malformed" | "too_large" | "forbidden" };

/** `ingest`, with a line for its operator where a request is refused for good: its sender drops it, often silently. */
export function tellRefusals(ingest: Ingest, warn: (line: string) => void): Ingest {
  const log = new RefusalLog(warn);
  return async (request) => {
    const outcome = await ingest(request);
    if (isRefused(outcome)) log.note(`for ${request.signal} (${request.encoding})`, outcome.message);
    return outcome;
  };
}

function isRefused(outcome: IngestOutcome): outcome is Refused {
  return outcome.kind === "malformed" || outcome.kind === "too_large" || outcome.kind === "forbidden";
}

/** Tells of the first refusal at once, and sums up those of each minute after it. */
export class RefusalLog {
  readonly #lines: SummedLines;

  constructor(warn: (line: string) => void) {
    this.#lines = new SummedLines({
      everyMs: EVERY_MS,
      warn,
      sumUp: (more, last) =>
        `otlp: ${more} more ${more === 1 ? "request was" : "requests were"} refused in the last minute; the last, ${last}`,
    });
  }

  /** `what` it was, such as "for logs (json)", and why it was refused. */
  note(what: string, why: string): void {
    const reason = printable(why);
    this.#lines.note(`otlp: a request ${what} was refused: ${reason}`, `${what}: ${reason}`);
  }
}
