import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { ChildProgram } from "@jobscope/testkit";

import type { AdminApi } from "../admin-api.ts";
import { MONITOR_MAIN } from "../monitor-process.ts";
import type { MonitorProcess } from "../monitor-process.ts";
import type { AlertRecipients } from "./alert-recipients.ts";
import type { WireTap } from "./wire-tap.ts";

/** Something that what a job says may end up in. */
export interface Output {
  readonly name: string;
  /** What was never meant to be empty: a text that must be in there, or the test looked at nothing. */
  readonly shows: string;
  read(): Promise<readonly Buffer[]>;
}

export interface Landscape {
  readonly monitor: MonitorProcess;
  readonly tap: WireTap;
  /** Services whose whole console is ours: no library and no `console.log` of their own writes an error to it. */
  readonly services: readonly ChildProgram[];
  /** Services whose end Node.js itself reports on the console. */
  readonly ended: readonly ChildProgram[];
  /** What the monitor answered to senders that do not pass the tap. */
  readonly answers: readonly Buffer[];
  readonly recipients: AlertRecipients;
}

/**
 * Every output that exists, in one table. A part that adds an output (daily log files, queues of a collector,
 * a dashboard, an export) adds a row here and is covered by all canary tests.
 *
 * Not in it: what the program itself, its scheduler libraries or Node.js print on the console of the service. Nothing of
 * that passes our code; a service that prints a password has printed it before we could know.
 */
export const outputsOf = ({ monitor, tap, services, ended, answers, recipients }: Landscape): readonly Output[] => [
  { name: "OTLP on the wire", shows: "Nightly alder", read: async () => tap.bodies() },
  {
    name: "answers of the OTLP receiver",
    shows: "not JSON",
    read: async () => [...tap.answers(), ...answers],
  },
  {
    // The database with its write-ahead log, and whatever else lies beside it.
    name: "files of the monitor",
    shows: "Nightly alder",
    read: async () => filesBelow(monitor.dataFolder).map((path) => readFileSync(path)),
  },
  {
    name: "files that services leave in the temporary directory",
    shows: "pidNamespace",
    read: async () =>
      filesBelow(monitor.folder)
        .filter((path) => !path.startsWith(monitor.dataFolder))
        .map((path) => readFileSync(path)),
  },
  {
    // A value that crosses a page of the file is in two pieces there.
    name: "rows of the database",
    shows: "Nightly alder",
    read: async () => [...rowsOf(join(monitor.dataFolder, "jobscope.db"))],
  },
  { name: "answers of the API", shows: "Nightly alder", read: () => everyAnswer(monitor.api) },
  { name: "console of the monitor", shows: "Nightly alder", read: async () => [Buffer.from(monitor.console)] },
  {
    name: "what we write on the console of a service",
    shows: "is registered already",
    read: async () => [
      ...services.map(({ stdout, stderr }) => Buffer.from(`${stdout}\n${stderr}`)),
      ...ended.map(({ stderr }) => Buffer.from(ownLines(stderr).join("\n"))),
    ],
  },
  { name: "webhooks", shows: "Nightly alder", read: async () => recipients.webhooks() },
  { name: "Slack messages", shows: "Nightly alder", read: async () => recipients.slackMessages() },
  { name: "mails on the wire", shows: "auto-generated", read: async () => recipients.rawMails() },
  { name: "headers of mails", shows: "Nightly alder", read: () => recipients.mailHeaders() },
  { name: "bodies of mails", shows: "Nightly alder", read: () => recipients.mailBodies() },
  {
    name: "alerts on the console of the monitor",
    shows: "Nightly alder",
    read: async () => monitor.console.split("\n").flatMap((line) => (ALERT_LINE.test(line) ? [Buffer.from(line)] : [])),
  },
  { name: "answers of the alerts API", shows: "Nightly alder", read: () => everyAlertAnswer(monitor.api) },
  {
    name: "pages to acknowledge",
    shows: "Nightly alder",
    read: () =>
      Promise.all(
        recipients
          .ackLinks()
          .slice(0, MAX_PAGES)
          .map((path) => monitor.api.page(path)),
      ),
  },
  { name: "jobscope doctor", shows: "data", read: async () => [await doctor(monitor)] },
];

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true);
}

function* rowsOf(path: string): Generator<Buffer> {
  using database = new DatabaseSync(path, { readOnly: true });
  for (const { name } of database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").iterate()) {
    const rows = database.prepare(`SELECT * FROM "${String(name)}"`);
    rows.setReadBigInts(true);
    for (const row of rows.iterate()) {
      for (const value of Object.values(row)) {
        if (value instanceof Uint8Array) yield Buffer.from(value);
        else if (typeof value === "string") yield Buffer.from(value);
      }
    }
  }
}

const PATHS: readonly string[] = [
  "status",
  "health",
  "health/live",
  "health/ready",
  "slots?limit=1000",
  "slots?limit=1000&state=missed",
  "runs/nothing-of-this-id",
  "runs?no_such_parameter=1",
  "nothing-at-this-path",
];

/** Every route; of jobs and runs each page and the details of each. */
async function everyAnswer(api: AdminApi): Promise<readonly Buffer[]> {
  const answers = await Promise.all(PATHS.map((path) => api.raw(path)));
  const [jobs, runs] = await Promise.all([api.jobs("runs=100"), api.runs("")]);
  answers.push(Buffer.from(JSON.stringify(jobs)), Buffer.from(JSON.stringify(runs)));
  for (const { id } of jobs) answers.push(await api.raw(`jobs/${encodeURIComponent(id)}?runs=100`));
  for (const { id } of runs) answers.push(await api.raw(`runs/${encodeURIComponent(id)}`));
  return answers;
}

/** Requests to the API are limited, and each page has the same template. */
const MAX_PAGES = 40;

/** Of the console channel: the time of day stands before it. */
const ALERT_LINE = /^\d\d:\d\d:\d\d UTC ALERT /;

/** The lists, each alert with its history, and what a silence would hide. */
async function everyAlertAnswer(api: AdminApi): Promise<readonly Buffer[]> {
  const alerts = await api.alerts();
  const lists = await Promise.all(
    ["alerts?active=true", "alerts?active=false", "silences", "alerts/nothing-of-this-id"].map((path) => api.raw(path)),
  );
  const answers = [Buffer.from(JSON.stringify(alerts)), ...lists];
  for (const { id } of alerts) answers.push(await api.raw(`alerts/${encodeURIComponent(id)}`));
  return answers;
}

/** Lines that our own code writes to a console that others write to as well. */
const ownLines = (text: string): readonly string[] => text.split("\n").filter((line) => /jobscope/i.test(line));

async function doctor(monitor: MonitorProcess): Promise<Buffer> {
  const program = new ChildProgram({
    script: MONITOR_MAIN,
    args: ["doctor", "--data", monitor.dataFolder],
    cwd: monitor.folder,
  });
  await program.ended;
  return Buffer.from(`${program.stdout}\n${program.stderr}`);
}
