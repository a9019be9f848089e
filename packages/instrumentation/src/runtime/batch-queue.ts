import { ROOT_CONTEXT, context } from "@opentelemetry/api";
import type { ExportResult } from "@opentelemetry/core";
import { ExportResultCode, suppressTracing } from "@opentelemetry/core";

import type { DroppedSignal } from "../record/drops.ts";
import { countDropped } from "../record/drops.ts";
import { guarded } from "../record/guard.ts";
import type { Timer } from "../record/real-clock.ts";
import { after, cancel } from "../record/real-clock.ts";
import { Fifo } from "./fifo.ts";
import type { QueueSettings } from "./settings.ts";

export interface BatchExporter<T> {
  export(items: T[], done: (result: ExportResult) => void): void;
  shutdown(): Promise<void>;
}

/**
 * Batches spans or log records to an exporter. It stands in for the SDK's batch processors, which drop records without
 * a word when 2,048 wait, lose what is emitted during a running flush, and return from a flush before an export that is
 * under way has ended.
 */
export class BatchQueue<T> {
  readonly #signal: DroppedSignal;
  readonly #settings: QueueSettings;
  readonly #exporter: BatchExporter<T>;
  readonly #queue = new Fifo<T>();
  #inFlight: T[] = [];
  #timer: Timer | undefined;
  #draining: Promise<void> | undefined;
  #closed = false;

  constructor(signal: DroppedSignal, settings: QueueSettings, exporter: BatchExporter<T>) {
    this.#signal = signal;
    this.#settings = settings;
    this.#exporter = exporter;
  }

  unsent(): T[] {
    return [...this.#inFlight, ...this.#queue.toArray()];
  }

  add(item: T): void {
    if (this.#closed || this.#queue.size >= this.#settings.maxQueue) {
      countDropped(this.#signal, this.#closed ? "after_shutdown" : "queue_full");
      return;
    }
    this.#queue.push(item);
    if (this.#draining !== undefined) return;
    // A full batch goes at once, but not in the middle of the turn that fills it: the queue takes the whole burst.
    const full = this.#queue.size >= this.#settings.maxBatch;
    if (full && this.#queue.size === this.#settings.maxBatch) this.#arm(0);
    else if (!full) this.#timer ??= after(this.#settings.delayMs, () => void this.flush());
  }

  /** Resolves once everything that was queued before and during it is exported or dropped. */
  async flush(): Promise<void> {
    cancel(this.#timer);
    this.#timer = undefined;
    do {
      this.#draining ??= this.#drain().finally(() => {
        this.#draining = undefined;
      });
      await this.#draining;
    } while (this.#queue.size > 0);
  }

  async shutdown(): Promise<void> {
    await this.flush();
    this.#closed = true;
    await this.#exporter.shutdown();
  }

  #arm(delayMs: number): void {
    cancel(this.#timer);
    this.#timer = after(delayMs, () => void this.flush());
  }

  async #drain(): Promise<void> {
    while (this.#queue.size > 0) {
      this.#inFlight = this.#queue.take(this.#settings.maxBatch);
      const delivered = await this.#export(this.#inFlight);
      if (!delivered) countDropped(this.#signal, "export_failed", this.#inFlight.length);
      this.#inFlight = [];
    }
  }

  #export(items: T[]): Promise<boolean> {
    return new Promise((resolve) => {
      const started = guarded("an export", () => {
        context.with(suppressTracing(ROOT_CONTEXT), () => {
          this.#exporter.export(items, (result) => resolve(result.code === ExportResultCode.SUCCESS));
        });
        return true;
      });
      if (started === undefined) resolve(false);
    });
  }
}
