/** An application with a monitor in it, which ends in the way that its first argument names, after one run of a job. */
import { wrapJob } from "@jobscope/instrumentation";
import { createMonitoring } from "jobscope";

const [, , how, data] = process.argv;
const monitoring = createMonitoring({
  profile: "test",
  data: data ?? "",
  otlp: false,
  keys: false,
  authenticate: () => undefined,
  instrumentation: { serviceName: "ending" },
  env: {},
});
const { status } = await monitoring.start();
await wrapJob({ name: `job-of-${how}` }, async () => {
  await new Promise((resolve) => setTimeout(resolve, 300));
})();
const heard = ["SIGINT", "SIGHUP", "uncaughtException", "unhandledRejection", "warning"].map((name) =>
  process.listenerCount(name),
);
process.stdout.write(`${JSON.stringify({ status, heard })}\n`);
if (how === "throw") {
  setTimeout(() => {
    throw new Error("the application crashes");
  }, 0);
} else if (how === "signal") process.kill(process.pid, "SIGTERM");
else if (how === "own-listener") {
  process.once("SIGTERM", () => void monitoring.stop().then(() => process.exit(5)));
  process.kill(process.pid, "SIGTERM");
  setTimeout(() => {}, 60_000);
}
