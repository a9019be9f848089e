import type { Ingest, IngestOutcome } from "@jobscope/otlp";

import { printable } from "./printable.ts";

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
  readonly #warn: (line: string) => void;
  #more = 0;
  #last = "";
  #quiet: NodeJS.Timeout | undefined;

  constructor(warn: (line: string) => void) {
    this.#warn = warn;
  }

  /** `what` it was, such as "for logs (json)", and why it was refused. */
  note(what: string, why: string): void {
    if (this.#quiet === undefined) {
      this.#warn(`otlp: a request ${what} was refused: ${printable(why)}`);
      this.#pause();
      return;
    }
    this.#more++;
    this.#last = `${what}: ${printable(why)}`;
  }

  #pause(): void {
    // It must not keep a process alive that has nothing else to do.
    this.#quiet = setTimeout(() => this.#sumUp(), EVERY_MS).unref();
  }

  #sumUp(): void {
    this.#quiet = undefined;
    if (this.#more === 0) return;
    const requests = this.#more === 1 ? "request was" : "requests were";
    this.#warn(`otlp: ${this.#more} more ${requests} refused in the last minute; the last, ${this.#last}`);
    this.#more = 0;
    this.#pause();
  }
}
