/** A service with jobs under all four libraries, as an ES module. Its first argument says which. */
import {
  instrumentCron,
  instrumentCroner,
  instrumentNodeCron,
  instrumentNodeSchedule,
  start,
} from "@jobscope/instrumentation";
import * as cron from "cron";
import * as croner from "croner";
import * as nodeCron from "node-cron";
import * as nodeSchedule from "node-schedule";

import type { ScheduledJob } from "./schedule-jobs.ts";
import { scheduleJobs } from "./schedule-jobs.ts";
import { serveCommands } from "./serve-commands.ts";
import type { ServiceSpec } from "./service-spec.ts";

const spec = JSON.parse(process.argv[2] ?? "{}") as ServiceSpec;
if (spec.bare !== true) start(spec.start);
const jobs: readonly ScheduledJob[] = spec.jobs ?? [];
const options = { jobs: spec.jobOptions ?? {} };
scheduleJobs(
  spec.bare === true
    ? { nodeCron, cron, croner, nodeSchedule }
    : {
        nodeCron: instrumentNodeCron(nodeCron, options),
        cron: instrumentCron(cron, options),
        croner: instrumentCroner(croner, options),
        nodeSchedule: instrumentNodeSchedule(nodeSchedule, options),
      },
  jobs,
);
serveCommands();
console.log("ready");
