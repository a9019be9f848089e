import type { Writable } from "node:stream";

/** Bytes that may wait for a slow terminal or pipe; lines beyond it are left out and counted. */
const MAX_WAITING_BYTES = 262_144;

/** Writes lines to a stream without ever holding more than a bound of them in memory. */
export function lineWriter(stream: Writable): (line: string) => void {
  let leftOut = 0;
  return (line) => {
    if (stream.writableLength > MAX_WAITING_BYTES) {
      leftOut++;
      return;
    }
    if (leftOut > 0) stream.write(`(${leftOut} lines left out: the output is too slow)\n`);
    leftOut = 0;
    stream.write(`${line}\n`);
  };
}
