import type { Alert } from "../../model/alert.ts";

type Mutable = { -readonly [K in keyof Alert]: Alert[K] };
type Clock = "firedAtMs" | "keepFiringSinceMs" | "missingSinceMs" | "flips" | "flapping";

/** The alert without these; itself where it has none of them, so that "nothing changed" can be seen by identity. */
export function without(alert: Alert, ...names: readonly Clock[]): Alert {
  if (names.every((name) => alert[name] === undefined)) return alert;
  const copy: Mutable = { ...alert };
  for (const name of names) delete copy[name];
  return copy;
}
