import type { Alert, Transition } from "../../model/alert.ts";
import type { EmitChange } from "../../model/alerting.ts";
import type { Evaluation } from "../../model/evaluation.ts";
import type { LabelsKey } from "../../model/labels.ts";
import type { Rule } from "../../model/rule.ts";
import { clear, type Clearing, resolve } from "../step/clear.ts";
import { hold } from "../step/hold.ts";
import { miss } from "../step/miss.ts";
import type { StepContext } from "../step/step-context.ts";
import { absentees } from "./absentees.ts";
import { admit, type Holding } from "./admit.ts";
import { AlertBook } from "./alert-book.ts";
import { type Entry, newEpisode } from "./entry.ts";
import { Holdings } from "./holdings.ts";
import { compileTexts, type QueryTemplate } from "./rule-texts.ts";

export interface RuleAlertsPorts {
  readonly emit: EmitChange;
  readonly query: QueryTemplate | undefined;
}

/** How a rule fares. */
export interface RuleStatus {
  readonly ruleId: string;
  /** `unknown` before its first evaluation. */
  readonly health: "unknown" | "ok" | "error";
  readonly error?: string;
  readonly lastEvaluationMs?: number;
  /** Alerts beyond the limit at its last evaluation. */
  readonly overflow: number;
}

/** Evaluations of one rule → its alerts. Grid rules follow Prometheus step by step. */
export class RuleAlerts {
  readonly #rule: Rule;
  readonly #book: AlertBook;
  readonly #holdings: Holdings;
  #turn = 0;
  #status: RuleStatus;

  constructor(rule: Rule, { emit, query }: RuleAlertsPorts) {
    const texts = compileTexts(rule, query);
    this.#rule = rule;
    this.#book = new AlertBook(texts, emit);
    this.#holdings = new Holdings(rule, texts);
    this.#status = { ruleId: rule.id, health: "unknown", overflow: 0 };
  }

  get status(): RuleStatus {
    return this.#status;
  }

  restore(alert: Alert): void {
    this.#book.restore(alert);
    if (alert.state !== "resolved") this.#holdings.restore(alert.sampleKey);
  }

  get rule(): Rule {
    return this.#rule;
  }

  /** All that is kept, resolved ones too. */
  *alerts(): Iterable<Alert> {
    for (const entry of this.#book.entries()) yield this.#book.current(entry);
  }

  /** With the newest value and texts, whether or not they are written yet. */
  current(alert: Alert): Alert {
    const entry = this.#book.get(alert.key);
    return entry?.alert.id === alert.id ? this.#book.current(entry) : alert;
  }

  isActive(key: LabelsKey): boolean {
    return this.#book.activeOf(key) !== undefined;
  }

  *active(): Iterable<Alert> {
    for (const { alert } of this.#book.entries()) if (alert.state !== "resolved") yield alert;
  }

  expire(nowMs: number): void {
    this.#book.expire(nowMs);
  }

  /** Ends those for which `clearingOf` has a reason, which is no matter of the data. */
  finish(clearingOf: (alert: Alert) => Clearing | undefined, atMs: number): readonly Transition[] {
    const context = this.#context(atMs, true);
    return [...this.#book.entries()].flatMap((entry) => {
      const clearing = entry.alert.state === "resolved" ? undefined : clearingOf(entry.alert);
      return clearing === undefined ? [] : this.#end(entry, clearing, context);
    });
  }

  apply(evaluation: Evaluation): readonly Transition[] {
    const { atMs, error } = evaluation;
    if (error !== undefined) return this.#failed(error, atMs);
    const onGrid = evaluation.judged === "all";
    if (!onGrid && !this.#holdings.countsArrivals) return [];
    const holding = this.#holdings.of(evaluation);
    if (typeof holding === "string") return this.#failed(holding, atMs);
    this.#turn += 1;
    for (const { target } of holding) this.#mark(target.key);
    const context = this.#context(atMs, onGrid);
    const missed = this.#missed(evaluation).flatMap((entry) => this.#miss(entry, evaluation, context));
    const absent = this.#rule.onMissing === "alert" ? absentees(evaluation, holding, this.#parts()) : [];
    const held = this.#hold([...holding, ...absent], context);
    if (onGrid) this.#book.expire(atMs);
    return [...missed, ...held];
  }

  #parts(): { readonly book: AlertBook; readonly holdings: Holdings } {
    return { book: this.#book, holdings: this.#holdings };
  }

  #context(atMs: number, onGrid: boolean): StepContext {
    return { rule: this.#rule, atMs, onGrid };
  }

  /** Nothing of the evaluation counts, nobody is resolved. */
  #failed(error: string, atMs: number): readonly Transition[] {
    this.#status = { ...this.#status, health: "error", error, lastEvaluationMs: atMs };
    return [];
  }

  #mark(key: string): void {
    const entry = this.#book.get(key);
    if (entry !== undefined) entry.turn = this.#turn;
  }

  /** What arrives by itself cannot tell how many there are in all. */
  #succeeded(overflow: number, { atMs, onGrid }: StepContext): void {
    const { error: _error, ...status } = this.#status;
    const most = onGrid ? overflow : Math.max(overflow, status.overflow);
    this.#status = { ...status, health: "ok", lastEvaluationMs: atMs, overflow: most };
  }

  /** Active alerts that this evaluation judged and did not find holding. */
  #missed({ judged, holding }: Evaluation): readonly Entry[] {
    if (judged === "all") {
      return [...this.#book.entries()].filter(({ alert, turn }) => alert.state !== "resolved" && turn !== this.#turn);
    }
    const keys = new Set([...judged, ...holding.map((sample) => sample.key)]);
    return [...keys].flatMap((key) => {
      const entry = this.#book.activeOf(key);
      return entry === undefined || entry.turn === this.#turn ? [] : [entry];
    });
  }

  #miss(entry: Entry, evaluation: Evaluation, context: StepContext): readonly Transition[] {
    const alert = this.#book.current(entry);
    if (this.#holdings.stillHolds(alert.sampleKey)) return this.#commit(entry, hold(alert, {}, context), context);
    const cleared = evaluation.cleared.get(alert.sampleKey);
    const missing = evaluation.missing.get(alert.sampleKey);
    if (missing !== undefined) return this.#commit(entry, miss(alert, missing, context), context);
    return this.#commit(entry, clear(alert, { reason: "condition_cleared", cleared }, context), context);
  }

  #hold(holding: readonly Holding[], context: StepContext): readonly Transition[] {
    const { limit } = this.#rule;
    // Only where it may matter: it looks at every alert.
    const others =
      limit > 0 && this.#book.active + holding.length > limit
        ? [...this.#book.entries()].filter(({ alert, turn }) => alert.state !== "resolved" && turn !== this.#turn)
        : [];
    const { admitted, displaced, overflow } = admit(holding, others, limit);
    this.#succeeded(overflow, context);
    const clearing: Clearing = { reason: "limit_exceeded", detail: `More than ${limit} alerts of one rule.` };
    const refused = overflow === 0 ? [] : this.#refused(holding, new Set(admitted));
    const ended = [...displaced, ...refused].flatMap((entry) => this.#end(entry, clearing, context));
    return [...ended, ...admitted.flatMap((held) => this.#holdOne(held, context))];
  }

  #refused(holding: readonly Holding[], admitted: ReadonlySet<Holding>): readonly Entry[] {
    return holding.flatMap((held) => (admitted.has(held) ? [] : (this.#book.activeAt(held.target.key) ?? [])));
  }

  #holdOne(holding: Holding, context: StepContext): readonly Transition[] {
    const { sample, target } = holding;
    const known = this.#book.activeAt(target.key);
    if (known === undefined) return this.#begin(holding, context);
    // It was pending only because its data was missing: what holds now begins now.
    if (known.alert.state === "pending" && known.alert.missingSinceMs === known.alert.activeAtMs) {
      return [...this.#commit(known, undefined, context), ...this.#begin(holding, context)];
    }
    this.#book.news(known, sample, context.atMs);
    const next = hold(known.alert, sample, context);
    if (next === known.alert) return [];
    return this.#commit(known, this.#withNews(known, next), context);
  }

  /** The next state, with what the newest sample says. */
  #withNews(entry: Entry, next: Alert): Alert {
    entry.alert = next;
    return this.#book.current(entry);
  }

  #begin({ sample, target, missing }: Holding, context: StepContext): readonly Transition[] {
    const before = this.#book.get(target.key)?.alert;
    const alert = newEpisode({ rule: this.#rule, target, sample, atMs: context.atMs, before });
    const entry = this.#book.begin(alert);
    entry.turn = this.#turn;
    entry.news = { sample, atMs: context.atMs };
    const next = missing === undefined ? hold(alert, sample, context) : miss(alert, missing, context);
    return this.#commit(entry, this.#withNews(entry, next ?? alert), context);
  }

  #end(entry: Entry, clearing: Clearing, context: StepContext): readonly Transition[] {
    const alert = this.#book.current(entry);
    return this.#commit(entry, alert.state === "pending" ? undefined : resolve(alert, clearing, context), context);
  }

  #commit(entry: Entry, next: Alert | undefined, { atMs }: StepContext): readonly Transition[] {
    const transition = this.#book.commit(entry, next, atMs);
    return transition === undefined ? [] : [transition];
  }
}
