import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, it } from "vitest";

import { healthRoutes } from "../../packages/query-api/src/http/routes/health.ts";
import { jobsRoutes } from "../../packages/query-api/src/http/routes/jobs.ts";
import { runsRoutes } from "../../packages/query-api/src/http/routes/runs.ts";
import { slotsRoutes } from "../../packages/query-api/src/http/routes/slots.ts";
import { statusRoutes } from "../../packages/query-api/src/http/routes/status.ts";
import { PROBLEM_KINDS } from "../../packages/query-api/src/model/problem.ts";
import { RUN_STATES, SLOT_STATES } from "../../packages/query-api/src/model/states.ts";
import { jobParams, jobsParams } from "../../packages/query-api/src/params/jobs-params.ts";
import { noParams } from "../../packages/query-api/src/params/no-params.ts";
import { runsParams } from "../../packages/query-api/src/params/runs-params.ts";
import { slotsParams } from "../../packages/query-api/src/params/slots-params.ts";
import { serveApi } from "../../packages/query-api/test/api-server.ts";
import { codeBlocks } from "./markdown.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/api.md"), "utf8");
/** Text of each section by its heading. */
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((text) => [text.slice(0, text.indexOf("\n")), text] as const),
);

const section = (heading: string): string => {
  const text = sections.get(heading);
  if (text === undefined) throw new Error(`docs/api.md has no section "${heading}".`);
  return text;
};

const PARAMS = {
  status: noParams,
  jobs: jobsParams,
  "jobs/{id}": jobParams,
  runs: runsParams,
  "runs/{id}": noParams,
  slots: slotsParams,
  health: noParams,
};

it("has a section for each route, and none for another", () => {
  const routes = [...statusRoutes, ...jobsRoutes, ...runsRoutes, ...slotsRoutes, ...healthRoutes];
  const paths = routes.map(({ path }) => path.slice(1).replace(":id", "{id}"));
  const described = [...sections.keys()].flatMap((heading) =>
    [...heading.matchAll(/`GET ([^`]+)`/g)].map((match) => match[1] ?? ""),
  );
  expect(described.toSorted()).toEqual(paths.toSorted());
  expect(Object.keys(PARAMS).toSorted()).toEqual(paths.filter((path) => !path.startsWith("health/")).toSorted());
});

it.each(Object.entries(PARAMS))("names exactly the parameters of %s", (path, schema) => {
  const rows = section(`\`GET ${path}\``).match(/^\| `.*$/gm) ?? [];
  const named = rows.flatMap((row) =>
    [...(row.split("|")[1] ?? "").matchAll(/`(\w+)`/g)].map((match) => match[1] ?? ""),
  );
  expect(named.toSorted()).toEqual(Object.keys(schema.shape).toSorted());
});

it("says the defaults that an empty query has", () => {
  for (const [path, schema] of Object.entries(PARAMS)) {
    const text = section(`\`GET ${path}\``);
    for (const [name, value] of Object.entries(schema.parse({})))
      expect(text).toContain(`| \`${name}\` | \`${value}\` |`);
  }
});

it("names every state, and every kind of problem with its status", () => {
  for (const state of RUN_STATES) expect(section("`GET runs`")).toContain(`\`${state}\``);
  for (const state of SLOT_STATES) expect(section("`GET slots`")).toContain(`\`${state}\``);
  for (const [kind, { status }] of Object.entries(PROBLEM_KINDS)) {
    expect(section("Problems")).toContain(`| ${status} | \`${kind}\` |`);
  }
});

const keysOf = (value: object): readonly string[] => Object.keys(value).toSorted();

it("shows answers with the keys that the API really gives", async () => {
  await using api = await serveApi();
  const [job, run] = [(await api.ask("jobs?limit=1")).json.items[0], (await api.ask("runs?limit=1")).json.items[0]];
  // oxlint-disable-next-line typescript/no-explicit-any -- Whatever the page shows.
  const shown = (path: string): any => JSON.parse(codeBlocks(section(`\`GET ${path}\``), "json")[0] ?? "null");

  for (const path of ["status", "health"]) expect(keysOf(shown(path))).toEqual(keysOf((await api.ask(path)).json));
  expect(shown("health").components.map(keysOf)).toEqual([0, 1].map(() => ["details", "name", "reason", "status"]));
  for (const path of ["jobs", "runs", "slots"]) {
    const real = (await api.ask(`${path}?limit=1`)).json;
    expect(keysOf(shown(path))).toEqual(keysOf(real));
    expect(keysOf(shown(path).items[0])).toEqual(keysOf(real.items[0]));
  }
  // The details are shown as what they add to the item of the list.
  const jobDetail = (await api.ask(job.url)).json;
  expect(keysOf(shown("jobs/{id}"))).toEqual(keysOf(jobDetail).filter((key) => !(key in job)));
  const runDetail = (await api.ask(run.url)).json;
  expect(keysOf(shown("runs/{id}"))).toEqual(keysOf(runDetail).filter((key) => !(key in run)));
});

it("shows the problem of a mistyped parameter as it is", async () => {
  await using api = await serveApi();
  const shown = JSON.parse(codeBlocks(section("Problems"), "json")[0] ?? "null");
  expect((await api.ask("runs?stat=failure")).json).toEqual(shown);
});
