import type { Evaluation, Sample } from "../../model/evaluation.ts";
import type { EvaluationContext, Evaluator } from "../../model/evaluator.ts";
import { labelName, type Labels, labelsKey, type LabelsKey, labelsOfKey } from "../../model/labels.ts";
import type { Condition, Rule, StreamSelector } from "../../model/rule.ts";
import type { SeriesStore } from "../../model/series.ts";
import { compileScope } from "../../rules/scope/compile-scope.ts";
import { guarded } from "../guarded.ts";
import { lengthOf } from "../words.ts";
import { Findings } from "./findings.ts";
import { type Group, Groups } from "./groups.ts";
import { hasEndedWithProcess } from "./superseded.ts";

export type AbsenceCondition = Extract<Condition, { kind: "absence" }>;

interface Silent {
  readonly key: LabelsKey;
  readonly labels: Labels;
  readonly traits: Labels;
  heardMs: number;
  /** An alert was seen to follow from it. */
  isKnown: boolean;
}

/**
 * Streams that went silent, by the time at which they were heard: what comes late has come. A label set that is absent stays so
 * until it is heard again, even when its streams are long forgotten; or until the process that it is about has ended.
 */
export class AbsenceEvaluator implements Evaluator {
  readonly rule: Rule;
  readonly #condition: AbsenceCondition;
  readonly #groups: Groups;
  /** Absent label sets, so that they outlast their streams and, by their alerts, a restart. */
  readonly #silent = new Map<LabelsKey, Silent>();
  readonly #whole: Silent;
  #isAdopted = false;

  constructor(rule: Rule, store: SeriesStore, condition: AbsenceCondition) {
    this.rule = rule;
    this.#condition = condition;
    const { by, select, afterMs } = condition;
    const selection = store.select(select, 0, 2 * afterMs + rule.intervalMs);
    this.#groups = new Groups({ by, aggregate: "sum", inScope: compileScope(rule.scope), select: selection });
    const labels = labelsOfSelector(select);
    this.#whole = { key: labelsKey(labels), labels, traits: {}, heardMs: 0, isKnown: false };
    if (rule.mode === "event") this.#groups.touched();
  }

  evaluate(atMs: number, context: EvaluationContext): Evaluation {
    return guarded(atMs, () => {
      if (this.rule.mode === "event") this.#groups.touched();
      if (!this.#isAdopted) this.#adopt(context, atMs);
      const findings = new Findings(atMs, "all");
      let found = false;
      for (const group of this.#groups.all()) found = this.#judge(group, findings) || found;
      for (const silent of this.#silent.values()) this.#judgeSilent(silent, findings, context);
      if (!found && this.#silent.size === 0) this.#hold(this.#whole, findings);
      return findings.toEvaluation();
    });
  }

  evaluateTouched(atMs: number): Evaluation | undefined {
    return guarded(atMs, () => {
      const touched = this.#groups.touched();
      if (touched.size === 0) return undefined;
      const keys = new Set(Array.from(touched, ({ key }) => key));
      const findings = new Findings(atMs, keys.add(this.#whole.key));
      for (const group of touched) this.#judge(group, findings);
      return findings.toEvaluation();
    });
  }

  /** Alerts from before a restart: what they say is absent is absent until it is heard. */
  #adopt(context: EvaluationContext, atMs: number): void {
    this.#isAdopted = true;
    this.#whole.heardMs = atMs;
    for (const { ruleId, sampleKey, activeAtMs, evidence, traits } of context.activeAlerts()) {
      if (ruleId !== this.rule.id) continue;
      const heardMs = evidence.lastMs ?? activeAtMs - this.#condition.afterMs;
      if (sampleKey === this.#whole.key) this.#whole.heardMs = heardMs;
      else
        this.#silent.set(sampleKey, { key: sampleKey, labels: labelsOfKey(sampleKey), traits, heardMs, isKnown: true });
    }
  }

  /** True: it has streams. */
  #judge(group: Group, findings: Findings): boolean {
    if (group.streams.length === 0) {
      this.#groups.forget(group);
      return false;
    }
    const { key, labels, traits } = group;
    const heardMs = heardOf(group);
    if (hasEndedWithProcess(group)) {
      this.#whole.heardMs = Math.max(this.#whole.heardMs, heardMs);
      if (this.#silent.delete(key)) findings.cleared.set(key, { reason: "its process has ended", atMs: heardMs });
      return false;
    }
    const isSilent = findings.atMs - heardMs >= this.#condition.afterMs;
    const isKnown = this.#silent.get(key)?.isKnown ?? false;
    if (isSilent) this.#silent.set(key, { key, labels, traits, heardMs, isKnown });
    else if (this.#silent.delete(key)) {
      findings.cleared.set(key, { reason: `${this.#condition.select.metric} is heard again`, atMs: heardMs });
    }
    return true;
  }

  #judgeSilent(silent: Silent, findings: Findings, context: EvaluationContext): void {
    const isForgotten = !this.#groups.has(silent.key);
    const isActive = context.isActive(silent.key);
    // Somebody else ended its alert: its process has ended.
    if (isForgotten && silent.isKnown && !isActive) {
      this.#silent.delete(silent.key);
      return;
    }
    silent.isKnown ||= isActive;
    if (this.#hold(silent, findings) || !isForgotten || isActive) return;
    this.#silent.delete(silent.key);
  }

  #hold(silent: Silent, findings: Findings): boolean {
    const silentMs = findings.atMs - silent.heardMs;
    if (silentMs < this.#condition.afterMs) return false;
    findings.holding.push(this.#sampleOf(silent, silentMs));
    return true;
  }

  #sampleOf({ key, labels, traits, heardMs }: Silent, silentMs: number): Sample {
    const finding = `${this.#condition.select.metric} has not been heard for ${lengthOf(silentMs)}`;
    return { key, labels, traits, value: silentMs / 1000, evidence: { lastMs: heardMs, finding } };
  }
}

function heardOf({ streams }: Group): number {
  let heardMs = 0;
  for (const stream of streams) heardMs = Math.max(heardMs, stream.heardMs);
  return heardMs;
}

/** As Prometheus' `absent`: what the selector says for certain. */
function labelsOfSelector({ where }: StreamSelector): Labels {
  const labels: Record<string, string> = {};
  for (const { name, op, value } of where) if (op === "=" && value !== "") labels[labelName(name)] = value;
  return labels;
}
