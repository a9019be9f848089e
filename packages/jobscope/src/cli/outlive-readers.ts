/** Codes of a write that nobody reads any more: a closed pipe, a terminal that is gone. */
const NOBODY_READS: readonly unknown[] = ["EPIPE", "EIO", "ECONNRESET", "ERR_STREAM_DESTROYED"];

/**
 * A command ends in order, and a monitor goes on, when the terminal or the `| head` that read its output is gone: what it
 * says there is a courtesy, what it stores is not. Any other error of the stream ends the process, unless a command that
 * writes much looks after the stream by itself.
 */
export function outliveReaders(streams: readonly NodeJS.WritableStream[]): void {
  for (const stream of streams) {
    stream.on("error", (error: Error) => {
      if (stream.listenerCount("error") > 1) return;
      if (!("code" in error) || !NOBODY_READS.includes(error.code)) throw error;
    });
  }
}
