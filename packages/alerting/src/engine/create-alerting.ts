import { createEscalator } from "../escalate/create-escalator.ts";
import type { Escalator } from "../escalate/escalator.ts";
import { createLifecycle } from "../lifecycle/create-lifecycle.ts";
import type { Lifecycle } from "../lifecycle/create-lifecycle.ts";
import type { Alert, Transition } from "../model/alert.ts";
import type {
  AlertCommand,
  Alerting,
  AlertingChange,
  AlertingHealth,
  AlertingInput,
  AlertingOptions,
  AlertingOutput,
} from "../model/alerting.ts";
import type { DeliveryReport } from "../model/notification.ts";
import type { SeriesStore } from "../model/series.ts";
import { createOutbox } from "../outbox/create-outbox.ts";
import type { Outbox } from "../outbox/outbox.ts";
import { createRouter } from "../route/create-router.ts";
import type { Router, RouterOptions } from "../route/router.ts";
import { createSeriesStore } from "../series/metric/create-series-store.ts";
import { createJobFacts } from "../series/outcome/create-job-facts.ts";
import type { JobFacts } from "../series/outcome/job-facts.ts";
import { carryOut } from "./carry-out.ts";
import { ChangeLog } from "./change-log.ts";
import { createEvaluator } from "./create-evaluator.ts";
import { Dispatch } from "./dispatch.ts";
import { EndedProcesses } from "./ended-processes.ts";
import { fillWindows } from "./fill-windows.ts";
import { createInternalFacts } from "./internal-facts.ts";
import { RuleRunner } from "./rule-runner.ts";

/** How often what is no longer needed is forgotten, milliseconds. */
const EXPIRE_EVERY_MS = 60_000;

/** Wires the stages: data → rules → alerts → groups → incidents → outbox. What a stage concludes is collected, written, sent. */
class Engine implements Alerting {
  readonly #options: AlertingOptions;
  readonly #log = new ChangeLog();
  readonly #goneGroups: string[] = [];
  readonly #updated = new Map<string, Alert>();
  readonly #series: SeriesStore;
  readonly #jobs: JobFacts;
  readonly #lifecycle: Lifecycle;
  readonly #router: Router;
  readonly #escalator: Escalator;
  readonly #outbox: Outbox;
  readonly #dispatch: Dispatch;
  readonly #runner: RuleRunner;
  readonly #ended: EndedProcesses;
  #expireAtMs = 0;

  constructor(options: AlertingOptions) {
    this.#options = options;
    const { config, snapshot, archive, sign } = options;
    const nowMs = options.clock.nowMs();
    const emit = (change: AlertingChange): void => this.#note(change);
    this.#series = createSeriesStore();
    this.#jobs = createJobFacts(snapshot);
    this.#lifecycle = createLifecycle({ rules: config.rules, alerts: snapshot.alerts, emit });
    this.#escalator = createEscalator({
      config,
      snapshot,
      emit,
      sign,
      isSilent: (groupKey, atMs) => this.#router.isSilent(groupKey, atMs),
      // What is clear and only kept firing for a while is nothing to call further people for.
      alertsOf: (groupKey) => this.#toldIn(groupKey).filter(({ keepFiringSinceMs }) => keepFiringSinceMs === undefined),
    });
    const isHeldByIncident = (groupKey: string): "acknowledged" | "snoozed" | undefined =>
      this.#escalator.heldBy(groupKey);
    const current = (alert: Alert): Alert => this.#lifecycle.current(alert);
    const onMoved: RouterOptions["onMoved"] = (moves, atMs) => {
      this.#escalator.moved(moves, atMs);
      this.#outbox.moved(moves, atMs);
    };
    this.#router = createRouter({ config, snapshot, emit, isHeldByIncident, current, onMoved });
    const onUndelivered = (groupKey: string, atMs: number): void => this.#escalator.stepFailed(groupKey, atMs);
    this.#outbox = createOutbox({ config, snapshot, emit, onUndelivered });
    this.#dispatch = new Dispatch({ router: this.#router, escalator: this.#escalator, outbox: this.#outbox });
    const internal = createInternalFacts({
      lifecycle: this.#lifecycle,
      series: this.#series,
      jobs: this.#jobs,
      escalator: this.#escalator,
      outbox: this.#outbox,
      rules: config.rules,
    });
    const sources = { series: this.#series, jobs: this.#jobs, internal };
    this.#runner = new RuleRunner({
      evaluators: config.rules.map((rule) => createEvaluator(rule, sources)),
      lifecycle: this.#lifecycle,
      onTransitions: (transitions, atMs) => this.#pass(transitions, atMs),
      startMs: nowMs,
    });
    this.#ended = new EndedProcesses({ lifecycle: this.#lifecycle, series: this.#series, rules: config.rules });
    this.#ended.restore(snapshot.instances);
    fillWindows(config.rules, { series: this.#series, jobs: this.#jobs, archive }, nowMs);
    this.#pass(this.#lifecycle.retireRules(nowMs), nowMs);
  }

  accept(input: AlertingInput): AlertingOutput {
    const nowMs = this.#options.clock.nowMs();
    this.#jobs.accept(input);
    if (input.points.length > 0) this.#series.accept(input.points, input.receivedMs);
    this.#runner.judgeArrivals(nowMs);
    this.#pass(this.#ended.take(input.changes, nowMs), nowMs);
    return this.#output(nowMs);
  }

  tick(): AlertingOutput {
    const nowMs = this.#options.clock.nowMs();
    this.#runner.judgeDue(nowMs);
    if (nowMs >= this.#expireAtMs) this.#expire(nowMs);
    return this.#output(nowMs);
  }

  nextDeadline(): number | undefined {
    const nowMs = this.#options.clock.nowMs();
    const deadlines = [this.#runner.nextMs(nowMs), this.#dispatch.nextDeadlineMs(nowMs)].filter(
      (ms) => ms !== undefined,
    );
    return deadlines.length === 0 ? undefined : Math.max(0, Math.min(...deadlines) - nowMs);
  }

  delivered(reports: readonly DeliveryReport[]): AlertingOutput {
    const nowMs = this.#options.clock.nowMs();
    this.#dispatch.delivered(reports, nowMs);
    return this.#output(nowMs);
  }

  command(command: AlertCommand): ReturnType<Alerting["command"]> {
    const nowMs = this.#options.clock.nowMs();
    const ports = {
      router: this.#router,
      escalator: this.#escalator,
      randomId: this.#options.randomId,
      toldIn: (groupKey: string) => this.#toldIn(groupKey),
    };
    const result = carryOut(command, ports, nowMs);
    if (result.kind === "incidents" && command.kind !== "inspect_token") {
      for (const { groupKey } of result.incidents) this.#outbox.dropSteps(groupKey, nowMs);
    }
    return { result, output: this.#output(nowMs) };
  }

  health(): AlertingHealth {
    const nowMs = this.#options.clock.nowMs();
    const next = this.#runner.nextMs(nowMs) ?? nowMs;
    const { waiting, oldestWaitingMs, channels } = this.#outbox.stats(nowMs);
    return {
      rules: this.#options.config.rules.length,
      failingRules: this.#lifecycle
        .statuses()
        .flatMap(({ ruleId, health, error }) => (health === "error" ? [{ rule: ruleId, error: error ?? "" }] : [])),
      activeAlerts: this.#activeAlerts(),
      evaluationLagMs: Math.max(0, nowMs - next),
      lastEvaluationMs: this.#runner.lastEvaluationMs,
      waitingNotifications: waiting,
      oldestWaitingMs,
      channels,
      series: this.#series.stats,
    };
  }

  #note(change: AlertingChange): void {
    this.#log.add(change);
    if (change.kind === "group_gone") this.#goneGroups.push(change.key);
    if (change.kind === "alert") this.#updated.set(change.alert.id, change.alert);
  }

  /** What a rule concluded reaches the groups before the next rule is judged, or anybody is told. */
  #pass(transitions: readonly Transition[], nowMs: number): void {
    for (const alert of this.#updated.values()) this.#router.update(alert);
    this.#updated.clear();
    this.#dispatch.apply(transitions, nowMs);
  }

  #output(nowMs: number): AlertingOutput {
    for (const key of this.#goneGroups.splice(0)) this.#escalator.groupGone(key, nowMs);
    const attempts = this.#dispatch.flush(nowMs);
    return { changes: this.#log.take(), attempts };
  }

  #expire(nowMs: number): void {
    this.#expireAtMs = nowMs + EXPIRE_EVERY_MS;
    this.#series.expire(nowMs);
    this.#lifecycle.expire(nowMs);
  }

  /** Asked every second, with however many thousands of them. */
  #activeAlerts(): number {
    let count = 0;
    for (const { state } of this.#lifecycle.active()) if (state !== "pending") count += 1;
    return count;
  }

  #toldIn(groupKey: string): readonly Alert[] {
    return this.#router.toldIn(groupKey).map((alert) => this.#lifecycle.current(alert));
  }
}

/** Makes the alerting from what is stored; windows are filled again, and clocks go on where they were. */
export function createAlerting(options: AlertingOptions): Alerting {
  return new Engine(options);
}
