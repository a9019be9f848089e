import type { Evaluation, Missing, Sample } from "../../model/evaluation.ts";
import type { EvaluationContext, Evaluator } from "../../model/evaluator.ts";
import type { Condition, Rule } from "../../model/rule.ts";
import type { SeriesStore, Stream } from "../../model/series.ts";
import { compileScope } from "../../rules/scope/compile-scope.ts";
import { isBeyond } from "../beyond-threshold.ts";
import { guarded } from "../guarded.ts";
import { numberText } from "../words.ts";
import { aggregated } from "./aggregate.ts";
import { Findings } from "./findings.ts";
import { type Group, Groups } from "./groups.ts";
import { readerOf } from "./measure-reader.ts";
import { measureText, thresholdText } from "./measure-text.ts";
import { Orphans } from "./orphans.ts";
import type { Reader, Reading } from "./reading.ts";
import { selectionsOf, type StreamMeasure } from "./selections-of.ts";
import { isSuperseded } from "./superseded.ts";

export type ThresholdCondition = Extract<Condition, { kind: "threshold" }>;

/** A value this old is current at least, whatever the distance of points. */
const CURRENT_MS = 60_000;

/** A rule over metrics: one value per label set against a threshold. */
export class ThresholdEvaluator implements Evaluator {
  readonly rule: Rule;
  readonly #condition: ThresholdCondition;
  readonly #store: SeriesStore;
  readonly #groups: Groups;
  readonly #reader: Reader;
  readonly #orphans: Orphans;
  readonly #subject: string;
  /** Its samples are events, not streams. */
  readonly #counts: boolean;

  constructor(rule: Rule, store: SeriesStore, condition: ThresholdCondition & { readonly measure: StreamMeasure }) {
    this.rule = rule;
    this.#condition = condition;
    this.#store = store;
    const { measure, aggregate, by } = condition;
    this.#groups = new Groups({
      by,
      aggregate,
      inScope: compileScope(rule.scope),
      ...selectionsOf(rule, measure, store),
    });
    this.#reader = readerOf(measure, rule.lookbackMs);
    this.#orphans = new Orphans(rule.id);
    this.#subject = measureText(measure);
    this.#counts = !["gauge", "age", "extrapolated_increase"].includes(measure.kind);
    if (rule.mode === "event") this.#groups.touched();
  }

  evaluate(atMs: number, context: EvaluationContext): Evaluation {
    return guarded(atMs, () => {
      if (this.rule.mode === "event") this.#groups.touched();
      const findings = new Findings(atMs, "all");
      if (this.#reader.kind === "each") this.#sweep(this.#reader.read, atMs);
      for (const group of this.#groups.all())
        this.#judge(group, { findings, reading: this.#readSwept(group, atMs) }, context);
      for (const key of this.#orphans.of(context, (known) => this.#groups.has(known)))
        findings.missing.set(key, "source");
      return findings.toEvaluation();
    });
  }

  evaluateTouched(atMs: number, context: EvaluationContext): Evaluation | undefined {
    return guarded(atMs, () => {
      const touched = [...this.#groups.touched()].filter((group) => !this.#lags(group, atMs));
      if (touched.length === 0) return undefined;
      const findings = new Findings(atMs, new Set(touched.map(({ key }) => key)));
      for (const group of touched) this.#judge(group, { findings, reading: this.#read(group, atMs) }, context);
      return findings.toEvaluation();
    });
  }

  /**
   * Whether its newest value comes from a backlog of which more is to come: what it was then raises nothing now. The grid judges
   * it as it stands.
   */
  #lags(group: Group, atMs: number): boolean {
    if (this.#counts || group.sample !== undefined) return false;
    const lagMs = atMs - newestOf(group);
    return lagMs > CURRENT_MS && group.streams.every(({ intervalMs }) => lagMs > 2 * intervalMs);
  }

  /** Reads all streams, so that their label sets have sums. */
  #sweep(read: (stream: Stream, atMs: number) => Reading | undefined, atMs: number): void {
    for (const { stream, group } of this.#groups.members())
      if (!this.#isSuperseded(stream, group)) group.sum.add(read(stream, atMs));
  }

  #readSwept(group: Group, atMs: number): Reading | undefined {
    return this.#reader.kind === "each" ? group.sum.take() : this.#reader.read(group, atMs);
  }

  #read(group: Group, atMs: number): Reading | undefined {
    const reader = this.#reader;
    if (reader.kind === "whole") return reader.read(group, atMs);
    return aggregated(group.streams, this.#condition.aggregate, (stream) =>
      this.#isSuperseded(stream, group) ? undefined : reader.read(stream, atMs),
    );
  }

  /** What was counted stays counted. */
  #isSuperseded(stream: Stream, group: Group): boolean {
    return !this.#counts && isSuperseded(stream, group);
  }

  #judge(
    group: Group,
    { findings, reading: found }: { readonly findings: Findings; readonly reading: Reading | undefined },
    context: EvaluationContext,
  ): void {
    const { atMs } = findings;
    const reading = found ?? this.#nothing(group, atMs);
    if (reading !== undefined && this.#holds(group, reading, context)) {
      findings.holding.push(this.#sampleOf(group, reading, atMs));
      return;
    }
    group.sample = undefined;
    if (reading === undefined && !hasEnded(group)) this.#miss(group, findings, context);
    else this.#clear(group, { reading, findings }, context);
  }

  /** A label set that was seen before counts for 0 where the rule says so; of a source that is silent nothing is known. */
  #nothing(group: Group, atMs: number): Reading | undefined {
    if (this.rule.onMissing !== "zero" || hasEnded(group)) return undefined;
    return this.#missingOf(group, atMs) === "series" ? { value: 0, samples: 0 } : undefined;
  }

  #holds(group: Group, { value, samples }: Reading, context: EvaluationContext): boolean {
    const { threshold, minSamples } = this.#condition;
    if (minSamples !== undefined && samples < minSamples) return false;
    const isActive = threshold.clearAt !== undefined && context.isActive(group.key);
    return isBeyond(threshold, value, isActive);
  }

  #sampleOf(group: Group, { value }: Reading, atMs: number): Sample {
    const lastMs = Math.min(newestOf(group), atMs);
    const before = group.sample;
    group.held = true;
    if (before !== undefined && before.value === value && before.evidence?.lastMs === lastMs) return before;
    const firstMs = before?.evidence?.firstMs ?? lastMs;
    const evidence = { firstMs, lastMs, finding: `${this.#finding(value)} (${this.#limit()})` };
    const { key, labels, traits } = group;
    const sample: Sample = { key, labels, value, traits, evidence };
    group.sample = this.rule.mode === "event" ? { ...sample, sinceMs: firstMs } : sample;
    return group.sample;
  }

  #finding(value: number): string {
    return `${this.#subject} is ${numberText(value)}`;
  }

  #limit(): string {
    return thresholdText(this.#condition.threshold);
  }

  #miss(group: Group, { atMs, missing }: Findings, context: EvaluationContext): void {
    if (isEmpty(group) && !context.isActive(group.key)) this.#groups.forget(group);
    else missing.set(group.key, this.#missingOf(group, atMs));
  }

  #missingOf(group: Group, atMs: number): Missing {
    const isAlive = (stream: Stream): boolean => {
      const aliveMs = Math.max(2 * stream.intervalMs, this.rule.lookbackMs);
      return this.#store.resourceNewestMs(stream) > atMs - aliveMs;
    };
    return group.streams.some(isAlive) || group.denominators.some(isAlive) ? "series" : "source";
  }

  #clear(
    group: Group,
    { reading, findings }: { readonly reading: Reading | undefined; readonly findings: Findings },
    context: EvaluationContext,
  ): void {
    if (isEmpty(group) && !context.isActive(group.key)) this.#groups.forget(group);
    if (!group.held) return;
    group.held = context.isActive(group.key);
    if (!group.held) return;
    const reason = reading === undefined ? `${this.#subject} has ended` : this.#finding(reading.value);
    findings.cleared.set(group.key, { reason, atMs: Math.min(newestOf(group), findings.atMs) });
  }
}

function isEmpty({ streams, denominators }: Group): boolean {
  return streams.length === 0 && denominators.length === 0;
}

/** Its senders said that there is no value any more, or have ended themselves: that is no gap in the data. */
function hasEnded(group: Group): boolean {
  const { streams } = group;
  return streams.length > 0 && streams.every((stream) => stream.ended || isSuperseded(stream, group));
}

function newestOf({ streams, denominators }: Group): number {
  let newest = 0;
  for (const stream of streams) newest = Math.max(newest, stream.newestMs);
  for (const stream of denominators) newest = Math.max(newest, stream.newestMs);
  return newest;
}
