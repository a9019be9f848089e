import type { Alert } from "../model/alert.ts";
import type { SilenceInput } from "../model/alerting.ts";
import type { Matchers } from "../model/matcher.ts";
import type { Silence, SilenceState } from "../model/routing.ts";
import { compileMatchers, type CompiledMatchers } from "../rules/matching/compile-matchers.ts";
import { lookupOf } from "./alert-lookup.ts";
import { checkSilence, SilenceRefused } from "./check-silence.ts";

/** Silences that are pending or active at a time: each is asked about each alert. */
export const MAX_SILENCES = 1000;
/** Expired ones are still shown this long, as in Alertmanager. */
export const KEEP_EXPIRED_MS: number = 120 * 3_600_000;

interface Compiled {
  readonly silence: Silence;
  readonly matches: CompiledMatchers;
}

/** State at an instant: from its start on, until before its end. */
export function silenceStateAt(silence: Silence, atMs: number): SilenceState {
  if (atMs >= silence.endsAtMs) return "expired";
  return atMs < silence.startsAtMs ? "pending" : "active";
}

/** The silences there are, and which of them hides an alert. */
export class Silencer {
  readonly #silences = new Map<string, Compiled>();
  readonly #changed: (silence: Silence) => void;

  constructor(silences: readonly Silence[], changed: (silence: Silence) => void) {
    this.#changed = changed;
    const inOrder = silences.toSorted((a, b) => a.createdAtMs - b.createdAtMs || (a.id < b.id ? -1 : 1));
    for (const silence of inOrder) this.#keep(silence);
  }

  /** Throws {@link SilenceRefused} where it would hide everything, has no end in the future, or nobody answers for it. */
  add(input: SilenceInput, nowMs: number, id: string): Silence {
    this.#forgetExpired(nowMs);
    const waiting = this.all().filter((silence) => silenceStateAt(silence, nowMs) !== "expired").length;
    if (waiting >= MAX_SILENCES) {
      throw new SilenceRefused(
        `There are ${waiting} silences already, the most there may be: expire some of them first.`,
      );
    }
    const silence = checkSilence(input, nowMs, id);
    this.#keep(silence);
    this.#changed(silence);
    return silence;
  }

  /** Ends it now; one that has ended already stays as it is. Undefined where there is none of this id. */
  expire(id: string, nowMs: number, by: string): Silence | undefined {
    const found = this.#silences.get(id);
    if (found === undefined || silenceStateAt(found.silence, nowMs) === "expired") return found?.silence;
    const startsAtMs = Math.min(found.silence.startsAtMs, nowMs);
    const silence = { ...found.silence, startsAtMs, endsAtMs: nowMs, endedBy: by };
    this.#silences.set(id, { ...found, silence });
    this.#changed(silence);
    return silence;
  }

  /** The oldest active silence that hides the alert. */
  hides(alert: Alert, nowMs: number): Silence | undefined {
    if (this.#silences.size === 0) return undefined;
    const lookup = lookupOf(alert);
    for (const { silence, matches } of this.#silences.values()) {
      if (silenceStateAt(silence, nowMs) === "active" && matches(lookup)) return silence;
    }
    return undefined;
  }

  /** Ends those `untilResolved` that hid one of `resolved` and hide none of `active` any more. */
  expireResolved(resolved: readonly Alert[], active: () => Iterable<Alert>, nowMs: number): void {
    for (const { silence, matches } of this.#silences.values()) {
      if (!silence.untilResolved || silenceStateAt(silence, nowMs) !== "active") continue;
      if (!resolved.some((alert) => matches(lookupOf(alert)))) continue;
      if (!some(active(), (alert) => matches(lookupOf(alert))))
        this.expire(silence.id, nowMs, "the last alert resolved");
    }
  }

  all(): readonly Silence[] {
    return [...this.#silences.values()].map(({ silence }) => silence);
  }

  #keep(silence: Silence): void {
    this.#silences.set(silence.id, { silence, matches: compileMatchers(silence.matchers) });
  }

  #forgetExpired(nowMs: number): void {
    for (const { silence } of this.#silences.values()) {
      if (nowMs >= silence.endsAtMs + KEEP_EXPIRED_MS) this.#silences.delete(silence.id);
    }
  }
}

/** Which of these alerts a silence with these matchers would hide. */
export function hiddenBy(matchers: Matchers, alerts: Iterable<Alert>): readonly Alert[] {
  const matches = compileMatchers(matchers);
  return [...alerts].filter((alert) => matches(lookupOf(alert)));
}

function some<T>(items: Iterable<T>, test: (item: T) => boolean): boolean {
  for (const item of items) if (test(item)) return true;
  return false;
}
