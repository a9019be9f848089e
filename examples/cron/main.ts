import { instrumentCron, start } from "@jobscope/instrumentation";
import * as cron from "cron";

start({ serviceName: "example-cron" });
const { CronJob } = instrumentCron(cron);

CronJob.from({
  cronTime: "* * * * * *",
  onTick: async function generateInvoices() {
    console.log("invoices generated");
  },
  start: true,
});
