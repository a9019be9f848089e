const nanosPerMs = 1_000_000;
const maxUint64 = "18446744073709551615";

/**
 * Both wire forms of an instant end in this one addition, so that a record that comes once as protobuf and once as JSON has the
 * same time to the last bit: de-duplication compares it.
 */
function toMs(wholeMs: number, restNanos: number): number {
  return wholeMs + restNanos / nanosPerMs;
}

/** Milliseconds from the two halves of an unsigned 64-bit nanosecond count. */
export function msFromHalves(high: number, low: number): number {
  // 2^32 ns = 4294 ms + 967,296 ns; the rest stays below 2^53, so everything up to the final addition is exact.
  const nanos = high * 967_296 + low;
  const carryMs = Math.floor(nanos / nanosPerMs);
  return toMs(high * 4294 + carryMs, nanos - carryMs * nanosPerMs);
}

/** Milliseconds from decimal nanoseconds; `undefined` where the text is no unsigned 64-bit integer. */
export function msFromDecimal(text: string): number | undefined {
  if (!/^\d{1,20}$/.test(text) || (text.length === 20 && text > maxUint64)) return undefined;
  if (text.length <= 6) return toMs(0, Number(text));
  return toMs(Number(text.slice(0, -6)), Number(text.slice(-6)));
}
