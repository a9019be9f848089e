import type { InstanceKey, JobId } from "../model/identity.ts";

/** `instanceKey` is `""` in cluster scope. */
export function slotKeyOf(jobId: JobId, instantMs: number, instanceKey: InstanceKey): string {
  return `${jobId}@${instantMs}@${instanceKey}`;
}

/** A gap may begin at the instant of a single slot. */
export function gapKeyOf(jobId: JobId, fromMs: number, instanceKey: InstanceKey): string {
  return `${jobId}@${fromMs}+@${instanceKey}`;
}
