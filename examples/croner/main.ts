import { instrumentCroner, start } from "@jobscope/instrumentation";
import * as croner from "croner";

start({ serviceName: "example-croner" });
const { Cron } = instrumentCroner(croner);

new Cron("* * * * * *", async function generateInvoices() {
  console.log("invoices generated");
});
