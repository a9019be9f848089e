import type { Evaluation } from "../model/evaluation.ts";

/** A rule that cannot be evaluated says so; its alerts stay as they are. */
export function guarded<T extends Evaluation | undefined>(atMs: number, look: () => T): T | Evaluation {
  try {
    return look();
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { atMs, judged: new Set(), holding: [], missing: new Map(), cleared: new Map(), error: text };
  }
}
