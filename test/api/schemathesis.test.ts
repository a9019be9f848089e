import { join } from "node:path";

import { expect, it } from "vitest";

import { ADMIN_KEY } from "../support/admin-key.ts";
import { dataDirectory } from "../support/monitors.ts";
import { API, filledMonitor } from "./support/monitor-with-data.ts";
import { installedSchemathesis, run, schemathesisGap } from "./support/schemathesis.ts";

/** Examples of each operation in the fuzzing phase; half a minute in all. */
const EXAMPLES = "25";
const TIMEOUT_MS = 240_000;

/** What is not asked of the API, and why. */
const NOT_CHECKED: Readonly<Record<string, string>> = {
  positive_data_acceptance:
    "a schema speaks of one parameter or field at a time, and not of ranges that are empty, two names of one filter, " +
    "cursors of another query, or instants that have passed; that each value alone is taken is tested in fuzz.test.ts",
  use_after_free: "DELETE retires a job, ends a silence, revokes a key: what it was stays to be seen",
};

const gap = schemathesisGap();
if (gap !== undefined) console.warn(`SKIPPED: the API is not fuzzed with schemathesis: ${gap}.`);

it.skipIf(gap !== undefined)(
  "schemathesis finds no 5xx, no answer against its schema, no status that is not described",
  { timeout: TIMEOUT_MS },
  async () => {
    const program = await installedSchemathesis();
    await using monitor = await filledMonitor();
    const { api } = monitor;
    const config = join(import.meta.dirname, "schemathesis.toml");
    const options = {
      header: `Authorization: Bearer ${ADMIN_KEY}`,
      phases: "examples,coverage,fuzzing,stateful",
      "exclude-checks": Object.keys(NOT_CHECKED).join(","),
      "max-examples": EXAMPLES,
      // More share parsers of Python that are no good for threads.
      workers: "1",
    };
    const flags = ["generation-deterministic", "continue-on-failure", "no-color"].map((flag) => `--${flag}`);
    const given = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
    const args = ["--config-file", config, "run", `${api}${API}/openapi.json`, ...given, ...flags];
    const { code, text } = await run(program, args, dataDirectory());
    expect(code, text).toBe(0);
    // It asks for each, rather than for nothing by mistake.
    const [, selected, tested] = /Selected: (\d+)\/\d+\s+Tested: (\d+)/.exec(text) ?? [];
    expect(Number(tested), text).toBe(Number(selected));
    expect(Number(tested)).toBeGreaterThan(20);
    expect(monitor.warnings.filter((line) => line.startsWith("api:"))).toEqual([]);
    const live = await fetch(`${api}${API}/health/live`);
    expect(live.status).toBe(200);
  },
);
