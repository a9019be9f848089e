/** Longer than anybody waits; only that it is there counts. Milliseconds. */
const LONG_MS = 2_147_483_647;

/**
 * Keeps the process alive until `work` has settled: the threads of the monitor do not, and an application that waits for its
 * monitor before it listens would end in the middle of the start.
 */
export async function holdProcess<T>(work: Promise<T>): Promise<T> {
  const hold = setTimeout(() => {}, LONG_MS);
  try {
    return await work;
  } finally {
    clearTimeout(hold);
  }
}
