/** Standard output as bytes. */
export interface ByteOutput {
  /** Resolves when more may come. Rejects with {@link ReaderGone} or with what went wrong. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
}

/** The reader has had enough (`| head`): nothing is wrong, and nothing more is to be done. */
export class ReaderGone extends Error {
  override readonly name = "ReaderGone";
}

/** Waits where the reader is slow. */
export function outputTo(stream: NodeJS.WritableStream): ByteOutput {
  // Told to the callback of the write as well; without a listener the process would end with a stack.
  stream.on("error", () => undefined);
  return {
    write: (bytes) =>
      new Promise((resolve, reject) => {
        stream.write(bytes, (error: NodeJS.ErrnoException | null | undefined) => {
          if (error === null || error === undefined) resolve();
          else
            reject(error.code === "EPIPE" ? new ReaderGone() : new Error(`it cannot be written (${reasonOf(error)})`));
        });
      }),
  };
}

const reasonOf = ({ code, message }: NodeJS.ErrnoException): string =>
  code === "ENOSPC" ? "ENOSPC: no space left on the device. Make room, or write elsewhere" : (code ?? message);
