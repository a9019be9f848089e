import type { AlertView, Api, JobView, RunView, SlotView } from "./api.ts";

/** What the monitor knows, read from its API at the end. */
export interface Evidence {
  readonly jobs: readonly JobView[];
  readonly runs: readonly RunView[];
  readonly missed: readonly SlotView[];
  readonly alerts: readonly AlertView[];
  /** Subjects of the alerts that arrived by e-mail. */
  readonly mails: readonly string[];
}

export interface Outcome {
  readonly expected: string;
  /** What was found that meets it; empty when nothing did. */
  readonly found: string;
}

export async function collectEvidence(api: Api, mails: readonly string[]): Promise<Evidence> {
  const [jobs, runs, missed, alerts] = await Promise.all([
    api.jobs(),
    api.runs(""),
    api.slots("state=missed"),
    api.alerts(""),
  ]);
  return { jobs, runs, missed, alerts, mails };
}

const LIBRARIES = ["node_cron", "cron", "croner", "node_schedule"] as const;

/** Every outcome that the demo provokes, each with its proof. */
export function judge(evidence: Evidence): readonly Outcome[] {
  const { runs, missed } = evidence;
  return [
    ...LIBRARIES.map((library) => ({
      expected: `success under ${library}`,
      found: countOf(runs, (run) => run.system === library && run.state === "success"),
    })),
    {
      expected: "failure with its error type",
      found: countOf(runs, (run) => run.state === "failure" && run.error?.type === "EPAYMENT"),
    },
    {
      expected: "skip, because the run before still ran",
      found: countOf(runs, (run) => run.state === "skip" && run.skip_reason === "overlap"),
    },
    { expected: "missed, because the event loop was blocked", found: missedSlots(missed) },
    {
      expected: "stuck, still running",
      found: countOf(runs, (run) => run.state === "running" && run.stuck_time !== null),
    },
    {
      expected: "lost, because its process was killed",
      found: countOf(runs, (run) => run.state === "error" && run.error?.type === "lost"),
    },
    { expected: "alert by e-mail: a critical job failed", found: mailed(evidence, "check-payments") },
    { expected: "that alert resolved by e-mail", found: mailed(evidence, "check-payments", "resolved") },
    { expected: "alert by e-mail: a run is stuck", found: mailed(evidence, "sync-contacts") },
    { expected: "alert by e-mail: starts were missed", found: mailed(evidence, "refresh-statistics") },
    { expected: "alert by e-mail: a process was lost", found: mailed(evidence, "invitation-export") },
  ];
}

function countOf(runs: readonly RunView[], matches: (run: RunView) => boolean): string {
  const found = runs.filter(matches);
  const jobs = [...new Set(found.map((run) => run.job_name))];
  return found.length === 0 ? "" : `${found.length} × ${jobs.join(", ")}`;
}

function missedSlots(missed: readonly SlotView[]): string {
  const count = missed.reduce((sum, slot) => sum + (slot.count ?? 1), 0);
  const jobs = [...new Set(missed.map((slot) => slot.job_name))];
  return count === 0 ? "" : `${count} × ${jobs.join(", ")}`;
}

/** The alerts about a job or service whose mail arrived, by rule. */
function mailed({ alerts, mails }: Evidence, about: string, status: "firing" | "resolved" = "firing"): string {
  const sent = mails.filter((subject) => subject.includes(about) && subject.toLowerCase().includes(status));
  const rules = alerts
    .map(({ rule }) => rule)
    .filter((rule) => sent.some((subject) => subject.split(/\W+/).includes(rule)));
  return sent.length === 0 ? "" : `${sent.length} × ${[...new Set(rules)].join(", ")}`;
}
