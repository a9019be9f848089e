import { pause } from "../pause.ts";

/** Short and frequent: the first to suffer when something blocks the event loop. */
export async function pollInbox(): Promise<void> {
  await pause(20);
}
