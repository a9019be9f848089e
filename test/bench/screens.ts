import type { GeneratedHistory } from "../../packages/store/test/generated-history.ts";

/** What requests are made of. */
export interface Known {
  readonly history: GeneratedHistory;
  readonly errorIds: readonly string[];
  readonly nowMs: number;
}

type PathOf = (known: Known, number: number) => string;

const DAY_MS = 86_400_000;

const pick = <T>(list: readonly T[], number: number, none: T): T => list[number % list.length] ?? none;
const service = ({ history }: Known, number: number): string =>
  pick(
    history.services.map((one) => one.service),
    number,
    "",
  );
const job = ({ history }: Known, number: number): string => pick(history.jobNames, number * 7, "");
const jobId = (known: Known, number: number): string =>
  encodeURIComponent(`production~shop~${service(known, number)}~${job(known, number)}`);
const runId = ({ history }: Known, number: number): string => encodeURIComponent(pick(history.runKeys, number, ""));
const instant = (ms: number): string => new Date(ms).toISOString();
/** Pages all over the history, not only the newest one, which is in memory. */
const until = ({ nowMs }: Known, number: number): string => instant(nowMs - ((number * 7_919) % 80) * DAY_MS);
const range = ({ nowMs }: Known, days: number, number: number): string => {
  const toMs = nowMs - (number % 7) * 3_600_000;
  return `from=${instant(toMs - days * DAY_MS)}&to=${instant(toMs)}`;
};

/** One request of each screen and of each filter that a screen has; the number varies what is asked for. */
export const ROUTES_OF_SCREENS: Readonly<Record<string, PathOf>> = {
  status: () => "status",
  health: () => "health",
  dashboard: () => "dashboard",
  "metrics, 24 h": () => "metrics",
  "metrics, 7 days by the hour": (k, n) => `metrics?${range(k, 7, n)}&step=1h`,
  "metrics, 90 days by the day": (k, n) => `metrics?${range(k, 90, n)}&step=1d`,
  "metrics of a service, 7 days": (k, n) => `metrics?${range(k, 7, n)}&service=${service(k, n)}`,
  "metrics of a job, 24 h": (k, n) => `metrics?job_id=${jobId(k, n)}`,
  "metrics of a job, 90 days": (k, n) => `metrics?${range(k, 90, n)}&step=1d&job_id=${jobId(k, n)}`,
  "metrics with telemetry": () => "metrics?include=runs,memory,workers,items,email,components",
  "jobs, 10 runs each": () => "jobs",
  "jobs by service": (k, n) => `jobs?service=${service(k, n)}`,
  "jobs/{id}": (k, n) => `jobs/${jobId(k, n)}`,
  runs: (k, n) => `runs?to=${until(k, n)}`,
  "runs, page of 1,000": (k, n) => `runs?limit=1000&to=${until(k, n)}`,
  "runs by job and result": (k, n) => `runs?job_id=${jobId(k, n)}&result=failure&to=${until(k, n)}`,
  "runs by error type": (k, n) => `runs?error_type=Error${n % 7}&to=${until(k, n)}`,
  "runs/{id}": (k, n) => `runs/${runId(k, n)}`,
  slots: (k, n) => `slots?to=${until(k, n)}`,
  "slots by job and state": (k, n) => `slots?job=${job(k, n)}&state=skipped&to=${until(k, n)}`,
  "calendar, 90 days": () => "slots/calendar",
  "calendar of a job, 90 days": (k, n) => `slots/calendar?job_id=${jobId(k, n)}&tz=Europe/Paris`,
  errors: () => "errors",
  "errors of a service": (k, n) => `errors?service=${service(k, n)}`,
  "errors of a job": (k, n) => `errors?job_id=${jobId(k, n)}`,
  "errors/{id}": (k, n) => `errors/${pick(k.errorIds, n, "")}`,
  logs: () => "logs",
  "logs by text": (_k, n) => `logs?text=line%20${n % 4}`,
  "logs of a job": (k, n) => `logs?job_id=${jobId(k, n)}`,
  "logs by category and level": () => "logs?category=jobs&level=warn",
  "traces/{id}": (k, n) => `traces/${pick(k.history.traceIds, n, "")}`,
  alerts: () => "alerts",
  "alerts, active": () => "alerts?active=true",
  silences: () => "silences",
  audit: () => "audit",
  keys: () => "keys",
  "openapi.json": () => "openapi.json",
};

export function askedOf(pathOf: PathOf, known: Known, number: number): string {
  return `/api/scheduler-monitoring/${pathOf(known, number)}`;
}
