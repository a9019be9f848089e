/** Long enough for a part of the monitor that does not answer to be started anew. */
const PAUSE_SECONDS = 5;

/** The header that says when it is worth asking again, seconds. */
export function retryAfter(seconds: number = PAUSE_SECONDS): Readonly<Record<string, string>> {
  return { "Retry-After": String(seconds) };
}
