import type { Context } from "@opentelemetry/api";
import type { LogRecordProcessor, ReadWriteLogRecord } from "@opentelemetry/sdk-logs";

import { cleanEmittedLog } from "./clean-log.ts";
import { Cleaner } from "./cleaner.ts";
import { flushAll, shutdownAll } from "./lifecycle.ts";
import type { ProcessorOptions } from "./processor-options.ts";
import type { Marked } from "./sanitizing-mark.ts";
import { MARKED } from "./sanitizing-mark.ts";

export type LogProcessorOptions = ProcessorOptions<LogRecordProcessor>;

type EnabledOptions = Parameters<NonNullable<LogRecordProcessor["enabled"]>>[0];

/**
 * Sanitizes log records as they are emitted: body, attributes and their keys, event name, severity text, scope and
 * resource. Stands before everything that sends or keeps records: {@link assertSanitizedFirst} checks that.
 */
export class SanitizingLogRecordProcessor implements LogRecordProcessor {
  readonly #cleaner: Cleaner;
  readonly #processors: readonly LogRecordProcessor[];
  readonly #onDropped: LogProcessorOptions["onDropped"];
  readonly enabled: NonNullable<LogRecordProcessor["enabled"]>;

  constructor({ processors = [], onDropped, ...sanitizing }: LogProcessorOptions) {
    this.#cleaner = new Cleaner(sanitizing);
    this.#processors = processors;
    this.#onDropped = onDropped;
    Object.assign(this, MARKED satisfies Marked);
    // Asks for no record itself: the SDK makes one only if another processor wants it.
    this.enabled = (options: EnabledOptions) =>
      processors.some((processor) => processor.enabled === undefined || processor.enabled(options));
  }

  onEmit(record: ReadWriteLogRecord, context?: Context): void {
    const passes = this.#clean(record);
    if (passes) for (const processor of this.#processors) processor.onEmit(record, context);
  }

  forceFlush(): Promise<void> {
    return flushAll(this.#processors);
  }

  shutdown(): Promise<void> {
    return shutdownAll(this.#processors);
  }

  #clean(record: ReadWriteLogRecord): boolean {
    try {
      const passes = cleanEmittedLog(this.#cleaner, record);
      if (!passes) this.#onDropped?.("rule");
      return passes;
    } catch {
      this.#onDropped?.("error");
      empty(record);
      return false;
    }
  }
}

/** A record that could not be sanitized; in a list of processors the next one sees what is left of it. */
function empty(record: ReadWriteLogRecord): void {
  record.setBody("[REDACTED:error]");
  for (const key of Object.keys(record.attributes)) delete record.attributes[key];
}
