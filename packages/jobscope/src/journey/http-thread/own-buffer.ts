import { isMarkedAsUntransferable } from "node:worker_threads";

/** The bytes on a buffer of their own, which can be given away; small bodies may lie on a pool shared with others. */
export function ownBuffer(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = bytes;
  const whole = buffer instanceof ArrayBuffer && bytes.byteLength === buffer.byteLength;
  return whole && !isMarkedAsUntransferable(buffer) ? new Uint8Array(buffer) : new Uint8Array(bytes);
}
