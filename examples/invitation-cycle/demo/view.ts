import type { AlertView, JobView, RunView } from "./api.ts";

const TICKS: Readonly<Record<string, string>> = {
  success: "●",
  failure: "✖",
  error: "✖",
  timeout: "✖",
  cancellation: "◌",
  skip: "–",
  running: "▶",
};

const COLOURS: Readonly<Record<string, number>> = {
  success: 32,
  healthy: 32,
  failure: 31,
  error: 31,
  timeout: 31,
  failing: 31,
  missing: 31,
  overrunning: 33,
  late: 33,
  skip: 90,
  cancellation: 33,
  running: 36,
  firing: 31,
  resolved: 32,
};

export interface View {
  show(jobs: readonly JobView[], news: News): void;
}

/** What happened since the last look. */
export interface News {
  readonly ended: readonly RunView[];
  readonly alerts: readonly AlertView[];
}

const linesOf = ({ ended, alerts }: News): readonly (readonly [state: string, line: string])[] => [
  ...ended.map((run) => [run.state, runLine(run)] as const),
  ...alerts.map((alert) => [alert.state, alertLine(alert)] as const),
];

/** A table that is drawn over itself on a terminal; a line per finished run anywhere else. */
export function createView(output: NodeJS.WriteStream): View {
  return output.isTTY ? liveView(output) : lineView(output);
}

function lineView(output: NodeJS.WriteStream): View {
  return {
    show: (_jobs, news) => {
      for (const [, line] of linesOf(news)) output.write(`${line}\n`);
    },
  };
}

function liveView(output: NodeJS.WriteStream): View {
  const last: string[] = [];
  let height = 0;
  return {
    show(jobs, news) {
      last.push(...linesOf(news).map(([state, line]) => coloured(state, line)));
      last.splice(0, Math.max(0, last.length - 8));
      const lines = [...jobTable(jobs), "", "last runs and alerts", ...last.map((line) => `  ${line}`)];
      output.moveCursor(0, -height);
      output.cursorTo(0);
      output.clearScreenDown();
      output.write(`${lines.join("\n")}\n`);
      height = lines.length;
    },
  };
}

function jobTable(jobs: readonly JobView[]): readonly string[] {
  const header = `${"job".padEnd(20)} ${"library".padEnd(14)} ${"health".padEnd(12)} ${"last runs and alerts".padEnd(11)} now`;
  const rows = jobs.map((job) => {
    const ticks = job.runs
      .map((run) => coloured(run.state, TICKS[run.state] ?? "?"))
      .toReversed()
      .join("");
    const strip = `${ticks}${" ".repeat(Math.max(0, 11 - job.runs.length))}`;
    const health = coloured(job.health, job.health.padEnd(12));
    return `${job.name.padEnd(20)} ${job.system.padEnd(14)} ${health} ${strip} ${activity(job)}`;
  });
  return [header, ...rows];
}

function activity(job: JobView): string {
  const running = job.runs.find((run) => run.state === "running");
  if (running === undefined) return "";
  return running.progress === null ? "running" : `running, ${Math.round(running.progress * 100)} %`;
}

function runLine(run: RunView): string {
  const time = run.start_time?.slice(11, 23) ?? "            ";
  const duration = run.duration_seconds === null ? "" : `${run.duration_seconds.toFixed(2)} s`;
  const why = run.error?.type ?? run.skip_reason ?? "";
  return `${time}  ${run.job_name.padEnd(20)} ${run.state.padEnd(12)} ${duration.padStart(9)}  ${why}`.trimEnd();
}

function coloured(state: string, text: string): string {
  const colour = COLOURS[state];
  return colour === undefined ? text : `\u001B[${colour}m${text}\u001B[0m`;
}

function alertLine({ rule, severity, state, job_name: job }: AlertView): string {
  const sign = state === "resolved" ? "✔" : "🔔";
  return `${sign} ${severity} alert ${state}: ${rule}${job === null ? "" : ` ${job}`}`;
}
