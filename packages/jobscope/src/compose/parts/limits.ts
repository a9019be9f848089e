/** How long requests on their way may take to be answered when the monitor stops, milliseconds. */
export const DRAIN_MS = 5_000;
/** How long what waits may take to be stored when the monitor stops, milliseconds. */
export const FLUSH_MS = 8_000;
