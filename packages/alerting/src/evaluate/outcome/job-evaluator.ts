import type { JobId } from "@jobscope/tracker";

import type { Evaluation } from "../../model/evaluation.ts";
import type { EvaluationContext, Evaluator } from "../../model/evaluator.ts";
import type { LabelsKey } from "../../model/labels.ts";
import type { Rule } from "../../model/rule.ts";
import { compileScope } from "../../rules/scope/compile-scope.ts";
import type { JobFacts } from "../../series/outcome/job-facts.ts";
import type { JobView } from "../../series/outcome/job-view.ts";
import { drain } from "../../series/outcome/touched.ts";
import { instantOf } from "../words.ts";
import type { Subject } from "./evaluation-builder.ts";
import { EvaluationBuilder } from "./evaluation-builder.ts";
import { subjectOfJob } from "./job-subject.ts";
import type { Remembered } from "./remembered.ts";
import { rememberAlerts } from "./remembered.ts";
import { jobAttributes, jobTraits, lookupIn } from "./subject-labels.ts";
import { type Verdict, clear } from "./verdict.ts";

export interface JobLook {
  readonly atMs: number;
  readonly facts: JobFacts;
  /** What an alert of this rule about the job knew before a restart. */
  readonly remembered: Remembered | undefined;
}

/** Whether a rule's condition holds for one job. */
export type JudgeJob = (job: JobView, look: JobLook) => Verdict;

/** What a job was when the rule looked at it last. */
interface Known {
  readonly subject: Subject;
  readonly group: string;
  readonly owner: string;
  readonly inScope: boolean;
}

const RETIRED = {
  removed: "it was removed from its scheduler",
  replaced: "the deployed code no longer declares it",
  admin: "an admin retired it",
} as const;

/** A job that is not watched raises nothing. */
function offReason(job: JobView): string | undefined {
  if (job.retiredMs !== undefined) {
    const why = job.retiredBy === undefined ? "" : `: ${RETIRED[job.retiredBy]}`;
    return `the job was retired at ${instantOf(job.retiredMs)}${why}`;
  }
  return job.pausedSinceMs === undefined ? undefined : `the job is paused since ${instantOf(job.pausedSinceMs)}`;
}

class JobEvaluator implements Evaluator {
  readonly rule: Rule;
  readonly #facts: JobFacts;
  readonly #judge: JudgeJob;
  readonly #inScope: ReturnType<typeof compileScope>;
  readonly #touched: Set<JobId>;
  /** To be looked at again with whatever comes next. */
  readonly #later = new Set<JobId>();
  /** Labels of jobs as they were judged last. */
  readonly #known = new Map<JobId, Known>();
  #remembered: ReadonlyMap<LabelsKey, Remembered> | undefined;

  constructor(rule: Rule, facts: JobFacts, judge: JudgeJob) {
    this.rule = rule;
    this.#facts = facts;
    this.#judge = judge;
    this.#inScope = compileScope(rule.scope);
    this.#touched = facts.follow(["jobs"]).jobs;
  }

  evaluate(atMs: number, context: EvaluationContext): Evaluation {
    const builder = this.#start(atMs, context);
    this.#later.clear();
    for (const id of drain(this.#touched)) if (this.#facts.job(id) === undefined) this.#lookById(id, builder);
    for (const job of this.#facts.jobs()) this.#look(job, builder);
    return builder.build("all");
  }

  evaluateTouched(atMs: number, context: EvaluationContext): Evaluation | undefined {
    if (this.#touched.size === 0 && this.#later.size === 0) return undefined;
    const builder = this.#start(atMs, context);
    const ids = new Set([...drain(this.#later), ...drain(this.#touched)]);
    for (const id of ids) this.#lookById(id, builder);
    return builder.isEmpty ? undefined : builder.build("named");
  }

  #start(atMs: number, context: EvaluationContext): EvaluationBuilder {
    this.#remembered ??= rememberAlerts(this.rule.id, context);
    return new EvaluationBuilder(atMs, context, this.#remembered);
  }

  #knownOf(job: JobView): Known {
    const found = this.#known.get(job.id);
    const subject = subjectOfJob(job);
    const { group, owner } = job;
    if (found?.subject === subject && found.group === group && found.owner === owner) return found;
    const inScope = this.#inScope(lookupIn({ ...jobAttributes(job), ...jobTraits(job) }));
    const next = { subject, group, owner, inScope };
    this.#known.set(job.id, next);
    return next;
  }

  #look(job: JobView, builder: EvaluationBuilder): void {
    const before = this.#known.get(job.id);
    const { subject, inScope } = this.#knownOf(job);
    if (before !== undefined && before.subject.key !== subject.key) {
      builder.add(
        before.subject,
        clear(() => ({ reason: "the job was declared with another criticality" })),
      );
    }
    if (!inScope) {
      const left = clear(() => ({ reason: "the rule no longer speaks for this job" }));
      if (before?.inScope === true) builder.add(subject, left);
      return;
    }
    const off = offReason(job);
    const look = { atMs: builder.atMs, facts: this.#facts, remembered: builder.remembered(subject) };
    const verdict = off === undefined ? this.#judge(job, look) : clear(() => ({ reason: off }));
    if (verdict.kind === "holds" && this.#mayBeOver(job, subject, builder)) return;
    builder.add(subject, verdict, () => this.#facts.isSilent(job.serviceId));
  }

  /** What a backlog tells raises nothing before the backlog is through: its end may follow at once. */
  #mayBeOver(job: JobView, subject: Subject, builder: EvaluationBuilder): boolean {
    if (builder.isActive(subject) || !this.#facts.isCatchingUp(job.serviceId, builder.atMs)) return false;
    this.#later.add(job.id);
    return true;
  }

  #lookById(id: JobId, builder: EvaluationBuilder): void {
    const job = this.#facts.job(id);
    if (job !== undefined) {
      this.#look(job, builder);
      return;
    }
    const gone = this.#known.get(id);
    this.#known.delete(id);
    const unknown = clear(() => ({ reason: "the job is no longer known" }));
    if (gone !== undefined) builder.add(gone.subject, unknown);
  }
}

/** Judges a rule job by job; between two grid looks only those that something happened to. */
export function createJobEvaluator(rule: Rule, facts: JobFacts, judge: JudgeJob): Evaluator {
  return new JobEvaluator(rule, facts, judge);
}
