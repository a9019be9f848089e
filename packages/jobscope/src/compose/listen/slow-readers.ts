import type { ServerResponse } from "node:http";

const LOOK_EVERY_MS = 5_000;
/** Who takes less than this for so long, while more waits for it, is cut off. */
const LEAST_BYTES_PER_SECOND = 1_024;
const PATIENCE_MS = 30_000;

interface Reading {
  /** Since when something has been waiting for its reader, by a monotonic clock. */
  sinceMs: number;
  /** What the reader had taken by then. */
  taken: number;
}

/**
 * Cuts off clients that ask and then hardly read: what waits for them is held in memory. One that reads nothing at all is
 * what the socket's own timeout is for; this is for one that reads a byte now and then.
 */
export class SlowReaders {
  readonly #readings = new Map<ServerResponse, Reading | undefined>();
  #timer: NodeJS.Timeout | undefined;

  watch(response: ServerResponse): void {
    this.#readings.set(response, undefined);
    response.once("close", () => this.#readings.delete(response));
    this.#timer ??= setInterval(() => this.look(performance.now()), LOOK_EVERY_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  look(nowMs: number): void {
    for (const [response, reading] of this.#readings) {
      const { socket } = response;
      if (socket === null || socket.writableLength === 0) {
        this.#readings.set(response, undefined);
        continue;
      }
      const taken = socket.bytesWritten - socket.writableLength;
      if (reading === undefined) this.#readings.set(response, { sinceMs: nowMs, taken });
      else if (isTooSlow(reading, { nowMs, taken })) socket.destroy();
    }
  }
}

function isTooSlow(reading: Reading, { nowMs, taken }: { readonly nowMs: number; readonly taken: number }): boolean {
  const waitedMs = nowMs - reading.sinceMs;
  if (waitedMs < PATIENCE_MS) return false;
  if (((taken - reading.taken) * 1_000) / waitedMs < LEAST_BYTES_PER_SECOND) return true;
  reading.sinceMs = nowMs;
  reading.taken = taken;
  return false;
}
