import { packId } from "./content-key.ts";

/** How a log row names the run it belongs to: the bytes of a UUID; any other id as text that no trace id can equal. */
export function ownerOfRun(runId: string): Uint8Array | string {
  const packed = packId(runId);
  return typeof packed === "string" ? `run:${packed}` : packed;
}
