import type { Incident } from "../model/incident.ts";
import type { Intent } from "../model/notification.ts";
import type { EscalationPolicy } from "../model/routing.ts";
import type { GroupMove } from "../route/group-move.ts";
import { ackTokenFor, ackUrl } from "./ack-token.ts";
import { acknowledge, incidentFor, incidentOfToken, snooze } from "./answer.ts";
import { carryOver } from "./carry-over.ts";
import type { Escalator, EscalatorOptions, GroupRef, Refusal } from "./escalator.ts";
import { onFiring, resolve, withAlerts } from "./follow-intents.ts";
import { IncidentBook } from "./incident-book.ts";
import { longestMs, nextStep, type Step } from "./next-step.ts";
import { Policies } from "./policies.ts";
import { StepMessages } from "./step-messages.ts";

/** How often a step that waits for the end of a silence looks again, milliseconds. */
const SILENT_LOOK_MS = 30_000;

class MemoryEscalator implements Escalator {
  readonly #options: EscalatorOptions;
  readonly #book: IncidentBook;
  readonly #policies: Policies;
  readonly #messages: StepMessages;
  /** Before the first call: as if the clock had been set back, for it may have been while nobody looked. */
  #lastMs = Infinity;

  constructor(options: EscalatorOptions) {
    this.#options = options;
    this.#book = new IncidentBook(options.emit, options.snapshot.incidents);
    this.#policies = new Policies(options.config);
    this.#messages = new StepMessages(options);
  }

  follow(intents: readonly Intent[], nowMs: number): readonly Intent[] {
    this.#begin(nowMs);
    return intents.map((intent) => this.#followOne(intent, nowMs));
  }

  tick(nowMs: number): readonly Intent[] {
    this.#begin(nowMs);
    const intents: Intent[] = [];
    const silent: string[] = [];
    const { steps } = this.#book;
    for (let key = steps.popDue(nowMs); key !== undefined; key = steps.popDue(nowMs)) {
      if (this.#isNoMatter(key, nowMs)) silent.push(key);
      else intents.push(...this.#step(key, nowMs));
    }
    // Its time is kept as it was: the step is made as soon as the silence is over.
    for (const key of silent) steps.set(key, nowMs + SILENT_LOOK_MS);
    return intents;
  }

  nextDeadlineMs(): number | undefined {
    return this.#book.steps.peek();
  }

  heldBy(groupKey: string): "acknowledged" | "snoozed" | undefined {
    const state = this.#book.ofGroup(groupKey)?.state;
    return state === "acknowledged" || state === "snoozed" ? state : undefined;
  }

  acknowledge(group: GroupRef, by: string, nowMs: number): Incident {
    this.#begin(nowMs);
    return this.#acknowledge(incidentFor(this.#book, group, nowMs), by, nowMs);
  }

  snooze(group: GroupRef, { untilMs, by }: { readonly untilMs: number; readonly by: string }, nowMs: number): Incident {
    this.#begin(nowMs);
    return snooze(this.#book, incidentFor(this.#book, group, nowMs), { by, untilMs, nowMs });
  }

  acknowledgeByToken(token: string, by: string, nowMs: number): Incident | Refusal {
    this.#begin(nowMs);
    const found = this.inspectToken(token, nowMs);
    return "refused" in found ? found : this.#acknowledge(found, by, nowMs);
  }

  inspectToken(token: string, nowMs: number): Incident | Refusal {
    return incidentOfToken(this.#book, token, { sign: this.#options.sign, nowMs });
  }

  stepFailed(groupKey: string, nowMs: number): void {
    const incident = this.#book.ofGroup(groupKey);
    if (incident?.state !== "triggered" || incident.nextStepMs === undefined || incident.nextStepMs <= nowMs) return;
    const policy = this.#policyOf(incident);
    // From the last level on the clock rules: where no channel works, all levels would be gone through in a moment.
    if (policy === undefined || incident.level >= policy.levels.length) return;
    this.#book.write({ ...incident, nextStepMs: nowMs });
  }

  groupGone(groupKey: string, nowMs: number): void {
    resolve(this.#book, groupKey, nowMs);
    this.#messages.forget(groupKey);
  }

  moved(moves: readonly GroupMove[], nowMs: number): void {
    this.#begin(nowMs);
    for (const move of moves) this.#messages.move(move);
    const policyFor = (groupKey: string): EscalationPolicy | undefined => {
      const message = this.#messages.last(groupKey);
      return message === undefined ? undefined : this.#policies.ofGroup(groupKey, message);
    };
    carryOver(this.#book, moves, { policyFor, nowMs });
    for (const { from } of moves) if (!isOpen(this.#book.ofGroup(from))) this.#messages.forget(from);
  }

  incidentOf(groupKey: string): Incident | undefined {
    return this.#book.ofGroup(groupKey);
  }

  exhausted(): Iterable<Incident> {
    return [...this.#book.all()].filter((incident) => incident.state === "exhausted");
  }

  /** Nobody is to hear of it at present; or all of it is over, and the group is told so before long. */
  #isNoMatter(groupKey: string, nowMs: number): boolean {
    const { isSilent, alertsOf } = this.#options;
    return isSilent?.(groupKey, nowMs) === true || alertsOf?.(groupKey).length === 0;
  }

  #followOne(intent: Intent, nowMs: number): Intent {
    const { groupKey, message } = intent;
    if (message.status === "resolved") {
      this.groupGone(groupKey, nowMs);
      return intent;
    }
    const incident =
      intent.firing.length > 0
        ? onFiring(this.#book, intent, { policy: this.#policies.ofGroup(groupKey, message), nowMs })
        : this.#partlyOver(intent);
    if (incident === undefined) return intent;
    this.#messages.remember(message, incident.alertIds);
    return this.#withLink(intent, incident, nowMs);
  }

  #partlyOver(intent: Intent): Incident | undefined {
    const incident = this.#book.ofGroup(intent.groupKey);
    return incident === undefined || incident.state === "resolved"
      ? undefined
      : withAlerts(this.#book, incident, intent);
  }

  #withLink(intent: Intent, incident: Incident, nowMs: number): Intent {
    const { publicUrl } = this.#options.config;
    if (publicUrl === undefined || incident.state === "resolved" || incident.state === "acknowledged") return intent;
    const link = ackUrl(publicUrl, ackTokenFor(incident, nowMs, this.#options.sign));
    return { ...intent, message: { ...intent.message, ackUrl: link } };
  }

  #acknowledge(incident: Incident, by: string, nowMs: number): Incident {
    return acknowledge(this.#book, incident, { by, nowMs, policy: this.#policyOf(incident) });
  }

  #policyOf({ policy, groupKey }: Incident): EscalationPolicy | undefined {
    return policy === "" ? undefined : this.#policies.ofIncident(policy, this.#messages.last(groupKey));
  }

  #step(groupKey: string, nowMs: number): readonly Intent[] {
    const incident = this.#book.ofGroup(groupKey);
    if (incident === undefined) return [];
    const step = nextStep(incident, this.#policyOf(incident), nowMs);
    this.#book.write(step.incident);
    return this.#tellOf(step, nowMs);
  }

  #tellOf(step: Step, nowMs: number): readonly Intent[] {
    const { incident } = step;
    switch (step.kind) {
      case "none":
        return [];
      case "level": {
        const where = `level ${incident.level} of round ${incident.loop}`;
        this.#book.tell(incident, { kind: "escalated", detail: `Escalated to "${step.receiver}", ${where}.` }, nowMs);
        const intent = this.#messages.intent(incident, step.receiver, { reason: "escalation", atMs: nowMs });
        return [this.#withLink(intent, incident, nowMs)];
      }
      case "exhausted": {
        const told = step.receiver === undefined ? "" : ` "${step.receiver}" is told.`;
        const detail = `Nobody acknowledged, and nobody is left to be told.${told}`;
        this.#book.tell(incident, { kind: "escalation_exhausted", detail }, nowMs);
        if (step.receiver === undefined) return [];
        const intent = this.#messages.intent(incident, step.receiver, { reason: "exhausted", atMs: nowMs });
        return [this.#withLink(intent, incident, nowMs)];
      }
    }
  }

  /** After the clock was set back, a step lies as far ahead as its delay at most. */
  #begin(nowMs: number): void {
    const isBack = nowMs < this.#lastMs;
    this.#lastMs = nowMs;
    this.#book.forget(nowMs);
    if (!isBack) return;
    for (const incident of this.#book.all()) {
      const longest = longestMs(incident, this.#policyOf(incident));
      if (incident.nextStepMs === undefined || longest === undefined) continue;
      if (incident.nextStepMs > nowMs + longest) this.#book.write({ ...incident, nextStepMs: nowMs + longest });
    }
  }
}

const isOpen = (incident: Incident | undefined): boolean => incident !== undefined && incident.state !== "resolved";

/** Pure but for what it emits; one for each alerting. */
export function createEscalator(options: EscalatorOptions): Escalator {
  return new MemoryEscalator(options);
}
