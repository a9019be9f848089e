/** A service with a `NodeSDK` of its own: the SDK sends everything, with the parts that jobs need. */
import { instrumentCroner, nodeSdkOptions } from "@jobscope/instrumentation";
import { trace } from "@opentelemetry/api";
import { NodeSDK } from "@opentelemetry/sdk-node";
import * as croner from "croner";

const sdk = new NodeSDK({
  ...nodeSdkOptions({ serviceName: "example-existing-sdk" }),
  // Yours as before: instrumentations, sampler, views, …
  instrumentations: [],
});
sdk.start();
const { Cron } = instrumentCroner(croner);

const tracer = trace.getTracer("billing");

new Cron("* * * * * *", { name: "create-invoices" }, () =>
  tracer.startActiveSpan("query customers", (span) => {
    console.log("invoices created");
    span.end();
  }),
);
