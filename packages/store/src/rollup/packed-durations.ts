import { DURATION_BUCKETS, type DurationCounts } from "./duration-histogram.ts";

/**
 * A histogram as bytes, for a row: for each bucket with a count its number (one byte), then the count as a zigzag varint,
 * so that a change may take counts away. A single run takes two bytes, a full hour of a busy job some 200.
 */
export type PackedDurations = Uint8Array;

/** For merging: one at a time, and left empty after each. */
const scratch = new Float64Array(DURATION_BUCKETS);

/** Adds what is packed to `counts`. Bytes that break off or name no bucket end it. */
export function addDurations(counts: DurationCounts, packed: PackedDurations): void {
  let at = 0;
  while (at < packed.length) {
    const bucket = packed[at] ?? 0;
    let zigzag = 0;
    let scale = 1;
    let byte = 0x80;
    for (at += 1; byte >= 0x80 && at < packed.length; at += 1) {
      byte = packed[at] ?? 0;
      zigzag += (byte & 0x7f) * scale;
      scale *= 0x80;
    }
    if (bucket >= counts.length) return;
    counts[bucket] = (counts[bucket] ?? 0) + (zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2);
  }
}

function pushCount(bytes: number[], bucket: number, count: number): void {
  if (count === 0) return;
  bytes.push(bucket);
  let rest = count > 0 ? count * 2 : -count * 2 - 1;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  bytes.push(rest);
}

/** Packs counts by bucket; `entries` name each bucket once. */
export function packDurations(entries: Iterable<readonly [bucket: number, count: number]>): PackedDurations {
  const bytes: number[] = [];
  for (const [bucket, count] of entries) pushCount(bytes, bucket, count);
  return new Uint8Array(bytes);
}

/** Both together: in SQL, what an upsert makes of the stored histogram and the change. */
export function mergeDurations(a: PackedDurations, b: PackedDurations): PackedDurations {
  addDurations(scratch, a);
  addDurations(scratch, b);
  const bytes: number[] = [];
  for (let bucket = 0; bucket < DURATION_BUCKETS; bucket += 1) pushCount(bytes, bucket, scratch[bucket] ?? 0);
  scratch.fill(0);
  return new Uint8Array(bytes);
}
