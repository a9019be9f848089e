/**
 * A child process in which everything, the telemetry included, lives on a fake clock: hours pass in moments, and what is
 * declared can be compared with what ran. `node run-timeline.ts <library> <timeline> <start> <telemetry file>`
 */
import { writeFileSync } from "node:fs";

import { installFakeClock } from "../support/fake-clock.ts";
import type { Timelines } from "../timelines/timeline.ts";

const [library = "", which = "", start = "", telemetryFile = ""] = process.argv.slice(2);

const clock = installFakeClock(start, { monotonic: true, settle: "rarely" });
const { registerTelemetry } = await import("../support/telemetry.ts");
const telemetry = registerTelemetry();
const { timelines } = (await import(`../timelines/${library}.ts`)) as { readonly timelines: Timelines };

process.on("exit", () => writeFileSync(telemetryFile, JSON.stringify(telemetry.read())));
await timelines[which]?.(clock);
