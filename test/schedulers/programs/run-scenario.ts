/**
 * A child process of the differential test: runs scenarios of one library, bare or instrumented, with what the library
 * does on stdout and stderr, and writes the telemetry, if any, to a file.
 *
 * `node run-scenario.ts <library> <esm|cjs> <bare|instrumented|no-sdk> <scenarios|crash name> <telemetry file>`
 */
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";

import type { Scenario } from "../scenarios/scenario.ts";
import { installFakeClock } from "../support/fake-clock.ts";
import type { FakeClock } from "../support/fake-clock.ts";
import { createRecorder } from "../support/recorder.ts";

export interface ScenarioModule {
  readonly scenarios: Readonly<Record<string, Scenario<unknown>>>;
  readonly crashes: Readonly<Record<string, Scenario<unknown>>>;
}

const START = "2026-06-01T00:00:00.250Z";
const [library = "", format = "", mode = "", which = "", telemetryFile = ""] = process.argv.slice(2);

const require = createRequire(import.meta.url);

const load = async (): Promise<object> => (format === "cjs" ? require(library) : import(library));

async function instrumented(module: object): Promise<object> {
  const { instrument } = await import("../support/instrument.ts");
  return instrument(library, module);
}

const telemetry = mode === "instrumented" ? (await import("../support/telemetry.ts")).registerTelemetry() : undefined;
const bare = await load();
const used = mode === "bare" ? bare : await instrumented(bare);

process.on("exit", () => {
  if (telemetry !== undefined) writeFileSync(telemetryFile, JSON.stringify(telemetry.read()));
});

// Only now, as a test's fake timers come after the modules were loaded.
const clock: FakeClock = installFakeClock(START);
const { log, name } = createRecorder();
const { scenarios, crashes } = (await import(`../scenarios/${library}.ts`)) as ScenarioModule;

const inSpan = async (run: () => Promise<void>): Promise<void> =>
  telemetry === undefined ? run() : telemetry.inRequest(run);

if (which === "scenarios") {
  for (const [title, scenario] of Object.entries(scenarios)) {
    log(`--- ${title}`);
    process.stderr.write(`--- ${title}\n`);
    await inSpan(async () => scenario(used, { log, name, clock }));
  }
} else {
  const crash = crashes[which];
  if (crash === undefined) throw new Error(`no scenario ${which}`);
  await inSpan(async () => crash(used, { log, name, clock }));
}
log("end");
