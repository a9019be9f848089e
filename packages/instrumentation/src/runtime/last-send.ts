import { spawnSync } from "node:child_process";

import { guarded } from "../record/guard.ts";
import type { SignalCounts } from "./lost-report.ts";
import type { UnsentRequest } from "./pipeline.ts";

/**
 * Runs in the child: reads requests from its input, posts them one after the other, answers with the numbers of those
 * that were accepted. Plain CommonJS of any Node version, nothing of the service in it.
 */
const CHILD = `
const chunks = [];
process.stdin.on("data", (c) => chunks.push(c));
process.stdin.on("end", async () => {
  const requests = JSON.parse(Buffer.concat(chunks).toString());
  for (let i = 0; i < requests.length; i++) {
    const { url, headers, tls, body } = requests[i];
    const lib = require(url.startsWith("https:") ? "node:https" : "node:http");
    const ok = await new Promise((resolve) => {
      const data = Buffer.from(body, "base64");
      const request = lib.request(url, { method: "POST", ...tls, headers: { ...headers, "content-length": data.length } }, (r) => {
        r.resume();
        r.on("end", () => resolve(r.statusCode >= 200 && r.statusCode < 300));
      });
      request.on("error", () => resolve(false));
      request.end(data);
    });
    if (!ok) break;
    require("node:fs").writeSync(1, i + "\\n");
  }
  process.exit(0);
});
`;

const TIMEOUT_MS = 2000;

/**
 * Sends requests from a process of its own while this one is past its last asynchronous moment. Gives back the records
 * that were not accepted.
 */
export function sendInChild(requests: readonly UnsentRequest[]): SignalCounts {
  const unsent = { events: 0, logs: 0, traces: 0, metrics: 0 };
  if (requests.length === 0) return unsent;
  const accepted = guarded("the last send", () => runChild(requests)) ?? new Set();
  for (const [index, { signal, records }] of requests.entries()) {
    if (!accepted.has(index)) unsent[signal] += records;
  }
  return unsent;
}

/** The indices of the requests that were accepted. */
function runChild(requests: readonly UnsentRequest[]): ReadonlySet<number> {
  const input = JSON.stringify(
    requests.map(({ url, headers, tls, body }) => ({ url, headers, tls, body: Buffer.from(body).toString("base64") })),
  );
  // Without NODE_OPTIONS: a preloaded instrumentation would start itself in the child.
  const { NODE_OPTIONS: _preload, ...env } = process.env;
  const { stdout } = spawnSync(process.execPath, ["-e", CHILD], {
    input,
    env: { ...env, ELECTRON_RUN_AS_NODE: "1" },
    stdio: ["pipe", "pipe", "ignore"],
    timeout: TIMEOUT_MS,
    killSignal: "SIGKILL",
    windowsHide: true,
  });
  const numbers = (stdout?.toString() ?? "").split("\n").filter((line) => line !== "");
  return new Set(numbers.map(Number));
}
