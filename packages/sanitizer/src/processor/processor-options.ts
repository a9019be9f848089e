import type { TelemetrySanitizing } from "./cleaner.ts";

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
