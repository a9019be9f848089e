import type { Alert } from "../../model/alert.ts";
import { without } from "./without.ts";

/** This many changes between firing and not … */
export const FLAP_CHANGES = 5;
/** … within this time make an alert a flapping one, which then fires without a break … */
export const FLAP_WINDOW_MS: number = 30 * 60_000;
/** … until its condition has not changed for this long. */
export const FLAP_CALM_MS: number = 10 * 60_000;

/** One change more: it fires, or fires no longer. */
export function withFlip(alert: Alert, atMs: number): Alert {
  const recent = (alert.flips ?? []).filter((flipMs) => atMs - flipMs < FLAP_WINDOW_MS);
  const flips = [...recent, atMs].slice(-FLAP_CHANGES);
  const flapping = alert.flapping === true || flips.length >= FLAP_CHANGES;
  return { ...alert, flips, ...(flapping ? { flapping } : {}) };
}

export function isCalm(alert: Alert, atMs: number): boolean {
  const last = alert.flips?.at(-1);
  return last === undefined || atMs - last >= FLAP_CALM_MS;
}

/** No longer flapping, once calm. */
export function calmed(alert: Alert, atMs: number): Alert {
  return alert.flapping === true && isCalm(alert, atMs) ? without(alert, "flips", "flapping") : alert;
}
