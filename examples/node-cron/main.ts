import { instrumentNodeCron, start } from "@jobscope/instrumentation";
import * as cron from "node-cron";

start({ serviceName: "example-node-cron" });
const { schedule } = instrumentNodeCron(cron);

schedule("* * * * * *", async function generateInvoices() {
  console.log("invoices generated");
});
