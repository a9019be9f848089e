/** A service whose SDK stays as it is: `start()` finds it and sends through it. */
import { instrumentCroner, start } from "@jobscope/instrumentation";
import { trace } from "@opentelemetry/api";
import { NodeSDK } from "@opentelemetry/sdk-node";
import * as croner from "croner";

new NodeSDK({ serviceName: "example-untouched" }).start();

// After the SDK, so that it is found.
start();
const { Cron } = instrumentCroner(croner);

const tracer = trace.getTracer("billing");

new Cron("* * * * * *", { name: "create-invoices" }, () =>
  tracer.startActiveSpan("query customers", (span) => {
    console.log("invoices created");
    span.end();
  }),
);
