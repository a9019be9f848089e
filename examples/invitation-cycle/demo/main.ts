import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { Command, InvalidArgumentError } from "commander";

import { type Api, createApi, type RunView } from "./api.ts";
import { collectEvidence, judge } from "./expectations.ts";
import { type MailServer, startMailServer } from "./mail-server.ts";
import { freePort } from "./ports.ts";
import { type Started, startProcess } from "./processes.ts";
import { renderSummary } from "./summary.ts";
import { createView } from "./view.ts";

/** The export's process is killed when its run is this old: in the middle of it, and known to the monitor. */
const KILL_AFTER_MS = 4000;
const POLL_MS = 500;
const MIN_SECONDS = 25;

interface Stage {
  readonly api: Api;
  readonly adminKey: string;
  readonly mail: MailServer;
  readonly monitor: Started;
  readonly services: readonly Started[];
  readonly doomed: Started;
  readonly directory: string;
}

const program = new Command("demo")
  .description("Runs the monitor and a service whose jobs succeed, fail, overlap, miss, hang and die.")
  .option("--for <duration>", "end by itself after this time, e.g. 30s, with a table and an exit code", parseSeconds)
  .parse();

process.exitCode = await main(program.opts<{ for?: number }>().for);

async function main(seconds: number | undefined): Promise<number> {
  const stage = await setUp();
  const stopped = new AbortController();
  // Not `once`: package managers pass a Ctrl-C on a second time, which must not cut the summary off.
  process.on("SIGINT", () => stopped.abort());
  process.on("SIGTERM", () => stopped.abort());
  let exitCode = 1;
  try {
    await untilReady(stage);
    process.stdout.write(introduction(stage));
    await watch(stage, stopped.signal, seconds === undefined ? Infinity : Date.now() + seconds * 1000);
    exitCode = await close(stage, seconds !== undefined);
  } finally {
    await tearDown(stage);
    if (exitCode === 0) rmSync(stage.directory, { recursive: true, force: true });
    else process.stdout.write(`What the processes printed, and their data, stay in ${stage.directory}.\n`);
  }
  return exitCode;
}

async function setUp(): Promise<Stage> {
  const directory = mkdtempSync(join(tmpdir(), "jobscope-demo-"));
  const mail = await startMailServer();
  const otlp = await freePort(4318);
  const apiPort = await freePort(4319);
  const adminKey = `jsk_${randomBytes(32).toString("base64url")}`;
  const otlpUrl = `http://127.0.0.1:${otlp}`;
  const monitor = startProcess({
    name: "monitor",
    script: join(import.meta.dirname, "../../../packages/jobscope/src/cli/main.ts"),
    args: monitorArguments({ otlp, apiPort, directory, smtpUrl: mail.url }),
    env: { JOBSCOPE_ADMIN_KEY: adminKey },
    logFile: join(directory, "monitor.log"),
  });
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: otlpUrl,
    OTEL_METRIC_EXPORT_INTERVAL: "2000",
    DEMO_DATABASE: join(directory, "members.db"),
    DEMO_SMTP_URL: mail.url,
  };
  const script = (name: string): string => join(import.meta.dirname, `../service/${name}.ts`);
  const service = startProcess({
    name: "service",
    script: script("main"),
    env,
    logFile: join(directory, "service.log"),
  });
  const doomed = startProcess({
    name: "export",
    script: script("export"),
    env,
    logFile: join(directory, "export.log"),
  });
  const api = createApi(`127.0.0.1:${apiPort}`, adminKey);
  return { api, adminKey, mail, monitor, services: [service, doomed], doomed, directory };
}

interface MonitorPlace {
  readonly otlp: number;
  readonly apiPort: number;
  readonly directory: string;
  readonly smtpUrl: string;
}

function monitorArguments({ otlp, apiPort, directory, smtpUrl }: MonitorPlace): readonly string[] {
  const settings = {
    "--profile": "development",
    "--otlp-addr": `127.0.0.1:${otlp}`,
    "--api-addr": `127.0.0.1:${apiPort}`,
    "--data": join(directory, "monitor"),
    "--alerting-file": join(import.meta.dirname, "../alerting.yaml"),
    "--alerting-channels": "console,email",
    "--alerting-email-server": smtpUrl,
    "--alerting-email-from": "Jobscope <jobscope@example.com>",
    "--alerting-email-to": "ops@example.com",
  };
  return ["serve", ...Object.entries(settings).flat()];
}

async function untilReady(stage: Stage): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await stage.api.isReady())) {
    if (Date.now() > deadline)
      throw new Error(`The monitor did not start; see ${join(stage.directory, "monitor.log")}.`);
    await sleep(100);
  }
}

function introduction(stage: Stage): string {
  return [
    "Monitor, service and mail server are up. Ask the API yourself:",
    `  curl -H "Authorization: Bearer ${stage.adminKey}" ${stage.api.url}/status`,
    "",
    "Runs as they happen (Ctrl-C ends the demo):",
    "",
    "",
  ].join("\n");
}

async function watch({ api, doomed }: Stage, stopped: AbortSignal, untilMs: number): Promise<void> {
  const view = createView(process.stdout);
  const shown = new Map<string, string>();
  while (!stopped.aborted && Date.now() < untilMs) {
    const [jobs, runs, alerts] = await Promise.all([api.jobs(), api.runs(""), api.alerts("")]);
    const ended = runs.filter(({ state }) => state !== "running");
    view.show(jobs, { ended: newIn(ended, shown), alerts: newIn(alerts, shown) });
    if (runs.some(isExportInMidRun)) doomed.killHard();
    await sleep(POLL_MS, undefined, { signal: stopped }).catch(() => {});
  }
}

function isExportInMidRun({ job_name: job, state, start_time: start }: RunView): boolean {
  return job === "export-archive" && state === "running" && Date.now() - Date.parse(start ?? "") > KILL_AFTER_MS;
}

/** Those whose state changed since they were last shown, oldest first. */
function newIn<T extends { readonly id: string; readonly state: string }>(
  items: readonly T[],
  shown: Map<string, string>,
): readonly T[] {
  const news = items.filter(({ id, state }) => shown.get(id) !== state).toReversed();
  for (const { id, state } of news) shown.set(id, state);
  return news;
}

async function close(stage: Stage, judged: boolean): Promise<number> {
  const evidence = await collectEvidence(stage.api, stage.mail.alerts());
  const outcomes = judge(evidence);
  const mails = stage.mail.received();
  const summary = renderSummary(evidence, outcomes, judged ? "NOT SEEN" : "not yet");
  process.stdout.write(
    `\n${summary}\n\n${mails} e-mails were sent over SMTP, ${stage.mail.alerts().length} of them alerts.\n`,
  );
  const complete = mails > 0 && outcomes.every((outcome) => outcome.found !== "");
  if (!judged) process.stdout.write(whereToLookNext());
  return !judged || complete ? 0 : 1;
}

function whereToLookNext(): string {
  return [
    "",
    "Next:",
    "  npx -y pnpm@12.21.0 jobscope serve   run the monitor for your own services",
    "  examples/                            three lines for each scheduler library",
    "  examples/invitation-cycle/service    the jobs you have just seen",
    "",
  ].join("\n");
}

async function tearDown(stage: Stage): Promise<void> {
  // The service first: its last words reach a monitor that still listens.
  await Promise.all(stage.services.map((service) => service.stop()));
  await stage.monitor.stop();
  await stage.mail.close();
}

function parseSeconds(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(s|m)?$/.exec(text);
  if (match === null) throw new InvalidArgumentError("Give a time such as 30s or 2m.");
  const seconds = Number(match[1]) * (match[2] === "m" ? 60 : 1);
  if (seconds < MIN_SECONDS)
    throw new InvalidArgumentError(`The last outcome takes ${MIN_SECONDS} s to show: give 30s.`);
  return seconds;
}
