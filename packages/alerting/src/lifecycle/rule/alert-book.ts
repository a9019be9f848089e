import type { Alert, Transition } from "../../model/alert.ts";
import type { EmitChange } from "../../model/alerting.ts";
import type { Sample } from "../../model/evaluation.ts";
import type { LabelsKey } from "../../model/labels.ts";
import { differsInFigures, differsInSubstance, type Entry, entryOf } from "./entry.ts";
import type { RuleTexts } from "./rule-texts.ts";
import { lineOf } from "./tell.ts";

/**
 * A value that moves is written this often at most: what an alert says of itself must not become a write per evaluation. After a
 * change of state it is up to twice as long, so that alerts which fired together are not written together ever after.
 */
export const FIGURES_WRITTEN_EVERY_MS = 60_000;

/** Prometheus keeps what is resolved this long, and begins anew after it. */
export const RESOLVED_KEPT_MS: number = 15 * 60_000;

/** The alerts of one rule: finds them, writes them when something changed, and says what became of them. */
export class AlertBook {
  readonly #emit: EmitChange;
  readonly #texts: RuleTexts;
  readonly #byKey = new Map<string, Entry>();
  /** Active ones only. */
  readonly #bySample = new Map<LabelsKey, Entry>();
  #active = 0;

  constructor(texts: RuleTexts, emit: EmitChange) {
    this.#texts = texts;
    this.#emit = emit;
  }

  get active(): number {
    return this.#active;
  }

  get(key: string): Entry | undefined {
    return this.#byKey.get(key);
  }

  /** The active alert with these final labels. */
  activeAt(key: string): Entry | undefined {
    const entry = this.#byKey.get(key);
    return entry?.alert.state === "resolved" ? undefined : entry;
  }

  activeOf(sampleKey: LabelsKey): Entry | undefined {
    return this.#bySample.get(sampleKey);
  }

  entries(): Iterable<Entry> {
    return this.#byKey.values();
  }

  /** As the store has it. An active one wins over the resolved ones before it, of those the newest. */
  restore(alert: Alert): void {
    const known = this.#byKey.get(alert.key)?.alert;
    if (known !== undefined && (known.state !== "resolved" || isOlder(alert, known))) return;
    this.#add({ ...entryOf(alert), saved: alert });
  }

  /** A new alert, not written yet: {@link commit} does that. */
  begin(alert: Alert): Entry {
    const entry = entryOf(alert);
    this.#add(entry);
    return entry;
  }

  #add(entry: Entry): void {
    const { key, state, sampleKey } = entry.alert;
    this.#byKey.set(key, entry);
    if (state === "resolved") return;
    this.#bySample.set(sampleKey, entry);
    this.#active += 1;
  }

  /** Brings value, evidence and texts up to its newest sample. */
  current(entry: Entry): Alert {
    const { news } = entry;
    if (news !== undefined) {
      entry.news = undefined;
      entry.alert = this.#told(entry.alert, news.sample, news.atMs);
    }
    return entry.alert;
  }

  #told(alert: Alert, sample: Sample, atMs: number): Alert {
    const before = Object.keys(alert.annotations).length > 0 ? alert : undefined;
    const annotations = this.#texts.annotations(sample, atMs, before);
    const { value, evidence = {}, traits = {} } = sample;
    return { ...alert, value, evidence, traits, annotations };
  }

  /** It holds in this sample. Written now if it says something else, later if only its figures moved. */
  news(entry: Entry, sample: Sample, atMs: number): void {
    const moved = this.#follow(entry, sample.key);
    entry.news = { sample, atMs };
    if (entry.saved === undefined) return;
    const due = Math.abs(atMs - entry.savedMs) >= FIGURES_WRITTEN_EVERY_MS;
    if (moved || differsInSubstance(entry.saved, sample) || (due && differsInFigures(entry.saved, sample))) {
      this.#write(entry, this.current(entry));
      entry.savedMs = atMs;
    }
  }

  /** Rule labels may hide what tells two samples apart: the alert belongs to the one that holds now. */
  #follow(entry: Entry, sampleKey: LabelsKey): boolean {
    if (entry.alert.sampleKey === sampleKey) return false;
    this.#forgetSample(entry);
    entry.alert = { ...entry.alert, sampleKey };
    this.#bySample.set(sampleKey, entry);
    return true;
  }

  /** Its next state; undefined: it never fired and is forgotten. Nothing is written where nothing changed. */
  commit(entry: Entry, next: Alert | undefined, atMs: number): Transition | undefined {
    const from = entry.saved?.state ?? "inactive";
    if (next === undefined) return this.#forget(entry, from, atMs);
    if (next === entry.saved) return undefined;
    entry.alert = next;
    this.#write(entry, next);
    entry.savedMs = atMs + spreadOf(next) * FIGURES_WRITTEN_EVERY_MS;
    if (from === next.state) return undefined;
    if (next.state === "resolved") this.#retire(entry);
    this.#emit({ kind: "event", event: { alertId: next.id, atMs, ...lineOf(next, from) } });
    return { alert: next, from, to: next.state, atMs };
  }

  #write(entry: Entry, alert: Alert): void {
    this.#emit({ kind: "alert", alert, before: entry.saved?.state });
    entry.saved = alert;
  }

  #forget(entry: Entry, from: Transition["from"], atMs: number): Transition {
    this.#retire(entry);
    this.#byKey.delete(entry.alert.key);
    this.#emit({ kind: "alert_gone", id: entry.alert.id });
    return { alert: entry.alert, from, to: "inactive", atMs };
  }

  #retire(entry: Entry): void {
    this.#forgetSample(entry);
    this.#active -= 1;
  }

  #forgetSample(entry: Entry): void {
    const { sampleKey } = entry.alert;
    if (this.#bySample.get(sampleKey) === entry) this.#bySample.delete(sampleKey);
  }

  /** Resolved ones are forgotten here; the store keeps its history. */
  expire(atMs: number): void {
    for (const [key, { alert }] of this.#byKey) {
      if (alert.state === "resolved" && atMs - (alert.resolvedAtMs ?? atMs) > RESOLVED_KEPT_MS) this.#byKey.delete(key);
    }
  }
}

const SPREAD_DIGITS = 4;

/** In [0, 1), another for each alert. */
function spreadOf({ fingerprint }: Alert): number {
  return Number.parseInt(fingerprint.slice(0, SPREAD_DIGITS), 16) / 16 ** SPREAD_DIGITS;
}

function isOlder(a: Alert, b: Alert): boolean {
  return a.state === "resolved" && (a.resolvedAtMs ?? 0) < (b.resolvedAtMs ?? 0);
}
