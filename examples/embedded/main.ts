import type { AddressInfo } from "node:net";

import { instrumentNodeCron } from "@jobscope/instrumentation";
import express from "express";
import { createMonitoring } from "jobscope";
import type { Principal } from "jobscope";
import * as cron from "node-cron";

/** Who is signed in to the application, by the token of the session. */
const sessions: ReadonlyMap<string, Principal> = new Map([
  ["ada-is-signed-in", { id: "ada", role: "admin" }],
  ["bob-is-signed-in", { id: "bob", role: "viewer" }],
]);

const monitoring = createMonitoring({
  instrumentation: { serviceName: "example-embedded" },
  authenticate: (request) => sessions.get(request.get("x-session") ?? ""),
});

const app = express();
// Before the parsers of bodies: it reads its own, strictly and within its own bounds.
app.use(monitoring.router);
app.use(express.json());
app.get("/", (_request, response) => void response.send("The application itself.\n"));

// Before the jobs, so that their first runs are seen. It always resolves: without its monitor, the application runs as before.
const { status } = await monitoring.start();
console.log(`monitoring is ${status}`);

const { schedule } = instrumentNodeCron(cron);
schedule("* * * * * *", async function sendInvitations() {
  await new Promise((resolve) => setTimeout(resolve, 100));
});
schedule("*/5 * * * * *", function cleanUp() {
  throw new Error("the disk is full of invitations");
});

const server = app.listen(Number(process.env["PORT"] ?? 3000), "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  const jobs = `http://127.0.0.1:${port}/api/scheduler-monitoring/jobs`;
  console.log(`Try: curl -H "x-session: ada-is-signed-in" ${jobs}`);
});

/** Whoever ends the application stops the monitor last: until then it takes what the jobs have to tell. */
async function end(): Promise<void> {
  server.close();
  await monitoring.stop();
  process.exit();
}
process.once("SIGTERM", () => void end());
process.once("SIGINT", () => void end());
