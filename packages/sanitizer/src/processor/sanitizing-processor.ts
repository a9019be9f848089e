import type { TelemetrySanitizing } from "./cleaner.ts";

/** Registered, not local: a second copy of this package knows the processors and exporters of the first. */
const MARK: unique symbol = Symbol.for("@jobscope/sanitizer/sanitizing");

export interface Marked {
  readonly [MARK]: true;
}

export const MARKED: Marked = { [MARK]: true };

/** Whether this processor or exporter sanitizes what it passes on. */
export const isSanitizing = (target: object): boolean => Reflect.get(target, MARK) === true;

export interface ProcessorOptions<P> extends TelemetrySanitizing {
  /**
   * The processors behind, in order; they see nothing but what is clean. Given here, and not beside this one in the
   * provider's list, a record that a rule drops never reaches them.
   */
  readonly processors?: readonly P[];
  /** Hears that something was left out: a rule dropped it, or it could not be sanitized. Value-free. */
  readonly onDropped?: (reason: DropReason) => void;
}

/** `rule`: the policy says so. `error`: it could not be sanitized, and nothing leaves unsanitized. */
export type DropReason = "rule" | "error";

export interface Lifecycle {
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

export async function flushAll(processors: readonly Lifecycle[]): Promise<void> {
  await Promise.all(processors.map((processor) => processor.forceFlush()));
}

export async function shutdownAll(processors: readonly Lifecycle[]): Promise<void> {
  await Promise.all(processors.map((processor) => processor.shutdown()));
}
