import { readFileSync } from "node:fs";
import { join } from "node:path";

import { start } from "@jobscope/instrumentation";
import { startOtlpSink } from "@jobscope/testkit";
import { loadConfig } from "jobscope";
import { expect, it } from "vitest";

import { PROFILES } from "../../packages/jobscope/src/config/monitor-config.ts";
import { envNameOf, flagOf, SETTING_KEYS, SETTINGS } from "../../packages/jobscope/src/config/settings/settings.ts";
import { defaultsOf } from "../../scripts/configuration/defaults.ts";
import { renderConfiguration } from "../../scripts/configuration/render.ts";
import { variableNames } from "../../scripts/configuration/service-variables.ts";
import { readStartOptions } from "../../scripts/configuration/start-options.ts";

const ROOT = join(import.meta.dirname, "../..");
const page = renderConfiguration();

it("is the page that was committed (else: pnpm format)", () => {
  expect(readFileSync(join(ROOT, "docs/configuration.md"), "utf8")).toBe(page);
});

it("names every setting of the monitor with its flag and its variable", () => {
  for (const key of SETTING_KEYS) {
    if (SETTINGS[key].secret !== true) expect(page).toContain(`\`${key}\`<br>\`${flagOf(key)}\``);
    expect(page).toContain(`\`${envNameOf(key)}\``);
  }
});

it.each(PROFILES)("says defaults that, given back, change nothing: %s", (profile) => {
  const defaults = SETTING_KEYS.filter((key) => key !== "profile" && SETTINGS[key].secret !== true)
    .map((key) => [key, defaultsOf(key)[profile]] as const)
    // "none": an empty list can be given, an empty address cannot.
    .filter(([key, value]) => value !== "" || SETTINGS[key].type.safeParse(value).success);
  const config = (flags: Readonly<Record<string, string>>): unknown =>
    loadConfig({ flags: { ...flags, profile }, env: {}, cwd: ROOT }).config;
  expect(config(Object.fromEntries(defaults))).toEqual(config({}));
});

it("names every option of start() with an explanation", () => {
  const options = readStartOptions();
  expect(options.length).toBeGreaterThan(12);
  for (const { name, text } of options) {
    expect(page).toContain(`| \`${name}\` |`);
    expect(text, name).not.toBe("");
  }
});

it("names exactly the variables that start() asks for", async () => {
  const sink = await startOtlpSink();
  const asked = new Set<string>();
  const environment = process.env;
  const note = (name: string | symbol): void => {
    if (typeof name === "string" && /^(?:OTEL|JOBSCOPE)_/.test(name)) asked.add(name);
  };
  process.env = new Proxy(environment, {
    get: (target, name) => (note(name), Reflect.get(target, name)),
    has: (target, name) => (note(name), Reflect.has(target, name)),
  });
  try {
    await start({ endpoint: sink.url }).shutdown();
    // Asked for only where the option is not given.
    for (const signal of ["", "TRACES_", "METRICS_", "LOGS_"]) asked.add(`OTEL_EXPORTER_OTLP_${signal}ENDPOINT`);
  } finally {
    process.env = environment;
    await sink.close();
  }
  // Read while the package is imported.
  const known = variableNames().filter((name) => name !== "TRACEPARENT");
  expect([...asked].toSorted()).toEqual(known.toSorted());
});
