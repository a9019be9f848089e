import type { LifecycleEvent } from "./lifecycle.ts";

const WORDS: { readonly [K in LifecycleEvent["kind"]]: string } = {
  started: "started",
  start_failed: "could not start",
  stopped: "stopped",
  stop_failed: "could not stop",
};

/** One event as a line for people. */
export function lifecycleLine({ kind, part, tookMs, reason }: LifecycleEvent): string {
  return reason === undefined ? `${part} ${WORDS[kind]} in ${tookMs} ms` : `${part} ${WORDS[kind]}: ${reason}`;
}
