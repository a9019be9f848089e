/** A service that is careless with secrets of every class, in every place a job can reach, under each library. */
import {
  instrumentCron,
  instrumentCroner,
  instrumentNodeCron,
  instrumentNodeSchedule,
  runJob,
  start,
  withJobOptions,
} from "@jobscope/instrumentation";
import * as cron from "cron";
import * as croner from "croner";
import * as nodeCron from "node-cron";
import * as nodeSchedule from "node-schedule";

import { canariesAt, canaryOf } from "../support/canaries/canary.ts";
import type { SecretClassName } from "../support/canaries/secret-classes.ts";
import { CLASS_NAMES } from "../support/canaries/secret-classes.ts";
import type { CanarySpec, Ending } from "./canary-spec.ts";
import { CarelessJob } from "./careless-job.ts";
import type { Library } from "./schedule-jobs.ts";

const EVERY_SECOND = "* * * * * *";
const nothing = (): void => {};

const spec = JSON.parse(process.argv[2] ?? "{}") as CanarySpec;
// The application decides that it goes on: what its jobs throw is thrown past the libraries that do not catch.
if (spec.ending === undefined) process.on("uncaughtException", nothing).on("unhandledRejection", nothing);
const handle = start(spec.start);

const libraries = {
  nodeCron: instrumentNodeCron(nodeCron),
  cron: instrumentCron(cron),
  croner: instrumentCroner(croner),
  nodeSchedule: instrumentNodeSchedule(nodeSchedule),
};

/** What the libraries say of an error on the console is their own affair, and no part of this test: they get no console. */
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };

function schedule(library: Library, name: string, run: () => Promise<void>): void {
  switch (library) {
    case "node-cron":
      libraries.nodeCron.schedule(EVERY_SECOND, run, { name, logger: silent });
      break;
    case "cron":
      libraries.cron.CronJob.from({ name, cronTime: EVERY_SECOND, onTick: run, errorHandler: nothing, start: true });
      break;
    case "croner":
      new libraries.croner.Cron(EVERY_SECOND, { name, catch: nothing }, run);
      break;
    case "node-schedule":
      libraries.nodeSchedule.scheduleJob(name, EVERY_SECOND, run);
      break;
  }
}

function scheduleCareless(library: Library, className: SecretClassName): CarelessJob {
  const careless = new CarelessJob(library, className);
  const run = (): Promise<void> => careless.run();
  const options = { group: careless.at("group").text, owner: careless.at("owner").text };
  schedule(library, careless.at("name").text, withJobOptions(options, run));
  return careless;
}

const END: Readonly<Record<Ending, (reason: Error) => unknown>> = {
  exit: () => process.exit(3),
  uncaught: (reason) =>
    setImmediate(() => {
      throw reason;
    }),
  unhandled: (reason) => void Promise.reject(reason),
};

/** One job with a run that is under way when the process ends, and what ends it. */
function scheduleEnd(library: Library, ending: Ending): void {
  const texts = (place: string): string =>
    canariesAt(library, [place])
      .map(({ text }) => text)
      .join("\n");
  schedule(library, `${ending} of ${library}`, async () => {
    void runJob({ name: `under way at ${ending} of ${library}` }, (job) => {
      job.progress(0.1, texts(`${ending} progress`));
      job.logger.error(texts(`${ending} log`));
      return new Promise(nothing);
    });
    setImmediate(() => END[ending](new Error(texts(`${ending} error`))));
  });
}

for (const library of spec.libraries) if (spec.ending !== undefined) scheduleEnd(library, spec.ending);
if (spec.ending === undefined) {
  const jobs = spec.libraries.flatMap((library) =>
    CLASS_NAMES.map((className) => scheduleCareless(library, className)),
  );
  if (spec.libraries.includes("node-cron")) {
    const file = new URL("task-careless.mjs", import.meta.url).href;
    libraries.nodeCron.schedule(EVERY_SECOND, file, { name: "careless task file", logger: silent });
  }
  // Two of one name: of that the process warns, and quotes the name.
  for (const className of CLASS_NAMES) {
    const name = canaryOf("process", className, "job name in a warning").text;
    for (const minute of [1, 2])
      libraries.cron.CronJob.from({ name, cronTime: `0 ${minute} 1 1 1 *`, onTick: nothing, start: true });
  }
  const waiting = setInterval(() => {
    if (!jobs.every(({ done }) => done)) return;
    clearInterval(waiting);
    void handle.flush(30_000).then(() => console.log("planted"));
  }, 50);
}
process.stdin.resume().on("end", () => process.exit(0));
console.log("ready");
