import { instrumentNodeSchedule, start } from "@jobscope/instrumentation";
import * as schedule from "node-schedule";

start({ serviceName: "example-node-schedule" });
const { scheduleJob } = instrumentNodeSchedule(schedule);

scheduleJob("* * * * * *", async function generateInvoices() {
  console.log("invoices generated");
});
