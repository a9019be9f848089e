import type { Alert } from "../../model/alert.ts";
import type { Evidence, Sample } from "../../model/evaluation.ts";
import { hashOf, type Labels } from "../../model/labels.ts";
import type { Rule } from "../../model/rule.ts";
import type { Target } from "./final-labels.ts";

/** One alert in memory. Values, and the texts that show them, are brought up to date when somebody asks, or when they are written. */
export interface Entry {
  alert: Alert;
  /** As it was emitted last. */
  saved: Alert | undefined;
  /** Figures are not written again until a while after this. */
  savedMs: number;
  /** Newest sample, where `alert` does not say yet what it says. */
  news: { readonly sample: Sample; readonly atMs: number } | undefined;
  /** The evaluation that saw it holding last. */
  turn: number;
}

export const entryOf = (alert: Alert): Entry => ({
  alert,
  saved: undefined,
  savedMs: Number.NEGATIVE_INFINITY,
  news: undefined,
  turn: -1,
});

export interface EpisodeInput {
  readonly rule: Rule;
  readonly target: Target;
  readonly sample: Sample;
  readonly atMs: number;
  /** The one before it with the same labels, resolved. */
  readonly before: Alert | undefined;
}

/** A new alert. It is pending, and has no annotations yet. */
export function newEpisode({ rule, target, sample, atMs, before }: EpisodeInput): Alert {
  return {
    id: episodeId(rule, target, { atMs, before }),
    key: target.key,
    ruleId: rule.id,
    ruleName: rule.name,
    ruleHash: rule.hash,
    sampleKey: sample.key,
    labels: target.labels,
    fingerprint: target.fingerprint,
    annotations: {},
    traits: sample.traits ?? {},
    severity: rule.severity,
    state: "pending",
    value: sample.value,
    evidence: sample.evidence ?? {},
    activeAtMs: atMs,
    ...(before?.flips === undefined ? {} : { flips: before.flips }),
  };
}

/** Told from the one before it even where both began at one instant. */
function episodeId(rule: Rule, target: Target, { atMs, before }: Pick<EpisodeInput, "atMs" | "before">): string {
  const again = before?.activeAtMs === atMs ? before.id : "";
  return hashOf([target.key, rule.hash, atMs, again].join("\u{2}"));
}

const SUBSTANCE = [
  "runKey",
  "runId",
  "traceId",
  "errorType",
  "errorMessage",
  "instanceKey",
  "jobId",
  "lastGoodMs",
] as const;

/** Another run, another error: worth writing at once. Counts, times and figures in sentences move all the time. */
export function differsInSubstance(alert: Alert, sample: Sample): boolean {
  const evidence: Evidence = sample.evidence ?? {};
  if (evidence !== alert.evidence && SUBSTANCE.some((name) => evidence[name] !== alert.evidence[name])) return true;
  return !sameLabels(alert.traits, sample.traits ?? {});
}

export function differsInFigures(alert: Alert, sample: Sample): boolean {
  const evidence: Evidence = sample.evidence ?? {};
  if (!Object.is(alert.value, sample.value)) return true;
  if (evidence === alert.evidence) return false;
  const { firstMs, lastMs, count, finding } = alert.evidence;
  return (
    evidence.firstMs !== firstMs ||
    evidence.lastMs !== lastMs ||
    evidence.count !== count ||
    evidence.finding !== finding
  );
}

function sameLabels(a: Labels, b: Labels): boolean {
  if (a === b) return true;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
