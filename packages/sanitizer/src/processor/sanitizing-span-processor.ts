import type { Context } from "@opentelemetry/api";
import type { ReadableSpan, Span, SpanProcessor } from "@opentelemetry/sdk-trace";

import { cleanEndingSpan, cleanSpan } from "./clean-span.ts";
import { Cleaner } from "./cleaner.ts";
import { flushAll, shutdownAll } from "./lifecycle.ts";
import type { ProcessorOptions } from "./processor-options.ts";
import type { Marked } from "./sanitizing-mark.ts";
import { MARKED } from "./sanitizing-mark.ts";

export type SpanProcessorOptions = ProcessorOptions<SpanProcessor>;

/**
 * Sanitizes spans as they end: name, attributes and their keys, events, links, status. With `processors` given, these
 * get a copy in which scope, resource and trace state are clean as well.
 */
export class SanitizingSpanProcessor implements SpanProcessor {
  readonly #cleaner: Cleaner;
  readonly #processors: readonly SpanProcessor[];
  readonly #onDropped: SpanProcessorOptions["onDropped"];
  /** Absent where nobody looks at a span before it has ended: then it is cleaned once. */
  readonly onEnding?: (span: Span) => void;

  constructor({ processors, onDropped, ...sanitizing }: SpanProcessorOptions) {
    this.#cleaner = new Cleaner(sanitizing);
    this.#processors = processors ?? [];
    this.#onDropped = onDropped;
    Object.assign(this, MARKED satisfies Marked);
    const looking = this.#processors.filter((processor) => processor.onEnding !== undefined);
    if (processors === undefined || looking.length > 0) {
      this.onEnding = (span) => {
        this.#cleanEnding(span);
        for (const processor of looking) processor.onEnding?.(span);
      };
    }
  }

  onStart(span: Span, parentContext: Context): void {
    for (const processor of this.#processors) processor.onStart(span, parentContext);
  }

  onEnd(span: ReadableSpan): void {
    if (this.#processors.length === 0) return;
    const clean = this.#clean(span);
    if (clean !== undefined) for (const processor of this.#processors) processor.onEnd(clean);
  }

  forceFlush(): Promise<void> {
    return flushAll(this.#processors);
  }

  shutdown(): Promise<void> {
    return shutdownAll(this.#processors);
  }

  #clean(span: ReadableSpan): ReadableSpan | undefined {
    try {
      const clean = cleanSpan(this.#cleaner, span);
      if (clean === undefined) this.#onDropped?.("rule");
      return clean;
    } catch {
      this.#onDropped?.("error");
      return undefined;
    }
  }

  #cleanEnding(span: Span): void {
    try {
      cleanEndingSpan(this.#cleaner, span);
    } catch {
      this.#onDropped?.("error");
      empty(span);
    }
  }
}

/** A span that could not be sanitized; in a list of processors the next one sees what is left of it. */
function empty(span: Span): void {
  span.updateName("[REDACTED:error]");
  for (const key of Object.keys(span.attributes)) delete span.attributes[key];
  span.events.splice(0);
  span.links.splice(0);
  if (span.status.message !== undefined) span.setStatus({ code: span.status.code, message: "" });
}
