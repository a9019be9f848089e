// The same service as CommonJS.
const {
  instrumentCron,
  instrumentCroner,
  instrumentNodeCron,
  instrumentNodeSchedule,
  start,
} = require("@jobscope/instrumentation");

const { scheduleJobs } = require("./schedule-jobs.ts");
const { serveCommands } = require("./serve-commands.ts");

const spec = JSON.parse(process.argv[2] ?? "{}");
start(spec.start);
const options = { jobs: spec.jobOptions ?? {} };
scheduleJobs(
  {
    nodeCron: instrumentNodeCron(require("node-cron"), options),
    cron: instrumentCron(require("cron"), options),
    croner: instrumentCroner(require("croner"), options),
    nodeSchedule: instrumentNodeSchedule(require("node-schedule"), options),
  },
  spec.jobs ?? [],
);
serveCommands();
console.log("ready");
