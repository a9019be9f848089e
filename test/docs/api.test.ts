import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, it } from "vitest";

import { ROUTES } from "../../packages/query-api/src/http/routing/routes.ts";
import { ROLES, SCOPE_ROLES, SCOPES } from "../../packages/query-api/src/model/principal.ts";
import { PROBLEM_KINDS } from "../../packages/query-api/src/model/problem.ts";
import { DEFAULT_LIMITS } from "../../packages/query-api/src/model/rate-limits.ts";
import { ALERT_SEVERITIES, ALERT_STATES, RUN_STATES, SLOT_STATES } from "../../packages/query-api/src/model/states.ts";
import { alertsParams } from "../../packages/query-api/src/params/alerts-params.ts";
import { auditParams } from "../../packages/query-api/src/params/audit-params.ts";
import { calendarParams } from "../../packages/query-api/src/params/calendar-params.ts";
import { errorsParams } from "../../packages/query-api/src/params/errors-params.ts";
import { exportParams } from "../../packages/query-api/src/params/export-params.ts";
import { jobParams, jobsParams } from "../../packages/query-api/src/params/jobs-params.ts";
import { keyBody, rotateBody } from "../../packages/query-api/src/params/key-body.ts";
import { keysParams } from "../../packages/query-api/src/params/keys-params.ts";
import { logsParams } from "../../packages/query-api/src/params/logs-params.ts";
import { metricsParams } from "../../packages/query-api/src/params/metrics-params.ts";
import { noBody } from "../../packages/query-api/src/params/no-body.ts";
import { noParams } from "../../packages/query-api/src/params/no-params.ts";
import { pageOnly } from "../../packages/query-api/src/params/page-params.ts";
import { parseBody } from "../../packages/query-api/src/params/parse-body.ts";
import { retireBody } from "../../packages/query-api/src/params/retire-body.ts";
import { runsParams } from "../../packages/query-api/src/params/runs-params.ts";
import { silenceBody } from "../../packages/query-api/src/params/silence-body.ts";
import { slotsParams } from "../../packages/query-api/src/params/slots-params.ts";
import { snoozeBody } from "../../packages/query-api/src/params/snooze-body.ts";
import { FIRING } from "../../packages/query-api/test/alert-samples.ts";
import { serveApi } from "../../packages/query-api/test/api-server.ts";
import type { Answer } from "../../packages/query-api/test/api-server.ts";
import { memoryAccess } from "../../packages/query-api/test/memory-access.ts";
import { memoryReader } from "../../packages/query-api/test/memory-reader.ts";
import { scriptedAlerting } from "../../packages/query-api/test/scripted-alerting.ts";
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
  "GET status": noParams,
  "GET dashboard": noParams,
  "GET metrics": metricsParams,
  "GET jobs": jobsParams,
  "GET jobs/{id}": jobParams,
  "GET runs": runsParams,
  "GET runs/{id}": noParams,
  "GET slots": slotsParams,
  "GET slots/calendar": calendarParams,
  "GET errors": errorsParams,
  "GET errors/{id}": noParams,
  "GET logs": logsParams,
  "GET traces/{id}": noParams,
  "GET alerts": alertsParams,
  "GET alerts/{id}": noParams,
  "GET silences": pageOnly,
  "GET keys": keysParams,
  "GET audit": auditParams,
  "GET audit/check": noParams,
  "GET export": exportParams,
  "GET health": noParams,
  "GET openapi.json": noParams,
  "GET docs": noParams,
};

const BODIES = {
  "POST alerts/suppress": silenceBody,
  "POST alerts/{id}/ack": noBody,
  "POST alerts/{id}/snooze": snoozeBody,
  "DELETE jobs/{id}": retireBody,
  "DELETE silences/{id}": noBody,
  "POST keys": keyBody,
  "POST keys/{id}/rotate": rotateBody,
  "DELETE keys/{id}": noBody,
};

/** Pages and probes: they take what is appended to them. */
const UNCHECKED = ["GET health/live", "GET health/ready", "GET alerts/ack", "POST alerts/ack"];

it("has a section for each route, and none for another", () => {
  const routes = ROUTES.map(({ method, path }) => `${method} ${path.slice(1).replace(":id", "{id}")}`);
  const described = [...sections.keys()].flatMap((heading) =>
    [...heading.matchAll(/`((?:GET|POST|DELETE) [^`]+)`/g)].map((match) => match[1] ?? ""),
  );
  expect(described.toSorted()).toEqual(routes.toSorted());
  expect([...Object.keys(PARAMS), ...Object.keys(BODIES), ...UNCHECKED].toSorted()).toEqual(routes.toSorted());
});

const rowsOf = (route: string): readonly string[] => section(`\`${route}\``).match(/^\| `.*$/gm) ?? [];
const namesOf = (row: string): readonly string[] =>
  [...(row.split("|")[1] ?? "").matchAll(/`(\w+)`/g)].map((match) => match[1] ?? "");

it.each(Object.entries({ ...PARAMS, ...BODIES }))("names exactly the parameters or fields of %s", (route, schema) => {
  expect(rowsOf(route).flatMap(namesOf).toSorted()).toEqual(Object.keys(schema.shape).toSorted());
});

it.each(Object.entries(BODIES))("says which fields %s requires", (route, schema) => {
  const parsed = parseBody<object>(schema, {});
  const required = parsed.kind === "valid" ? [] : parsed.faults.map(({ parameter }) => parameter);
  const marked = rowsOf(route).filter((row) => row.split("|")[2]?.trim() === "required");
  expect(marked.flatMap(namesOf).toSorted()).toEqual(required.toSorted());
});

it("says the defaults that an empty query has", () => {
  for (const [route, schema] of Object.entries(PARAMS)) {
    const text = section(`\`${route}\``);
    // What is exported must be said.
    const said = route === "GET export" ? { type: "runs" } : {};
    const defaults = Object.entries(schema.parse(said)).filter(([name]) => !Object.hasOwn(said, name));
    for (const [name, value] of defaults) expect(text).toContain(`| \`${name}\` | \`${value}\` |`);
  }
});

it("names every state, and every kind of problem with its status", () => {
  for (const state of RUN_STATES) expect(section("`GET runs`")).toContain(`\`${state}\``);
  for (const state of SLOT_STATES) expect(section("`GET slots`")).toContain(`\`${state}\``);
  for (const name of [...ALERT_STATES, ...ALERT_SEVERITIES]) expect(section("`GET alerts`")).toContain(`\`${name}\``);
  for (const [kind, { status }] of Object.entries(PROBLEM_KINDS)) {
    expect(section("Problems")).toContain(`| ${status} | \`${kind}\` |`);
  }
});

it("shows in curl the method and path of each section that changes something", () => {
  for (const route of Object.keys(BODIES)) {
    const [method = "", path = ""] = route.split(" ");
    const [command = ""] = codeBlocks(section(`\`${route}\``), "sh");
    expect(command).toContain(`curl -X ${method} -H "Authorization: Bearer $KEY"`);
    expect(command).toMatch(new RegExp(`"\\$API/${path.replace("{id}", "[\\w~-]+")}"\n$`));
  }
});

const keysOf = (value: object): readonly string[] => Object.keys(value).toSorted();

it("shows answers with the keys that the API really gives", async () => {
  await using api = await serveApi({ alerting: scriptedAlerting() });
  const [job, run] = [(await api.ask("jobs?limit=1")).json.items[0], (await api.ask("runs?limit=1")).json.items[0]];
  // oxlint-disable-next-line typescript/no-explicit-any -- Whatever the page shows.
  const shown = (path: string, method = "GET"): any =>
    JSON.parse(codeBlocks(section(`\`${method} ${path}\``), "json")[0] ?? "null");

  for (const path of ["status", "health", "dashboard", "metrics", "slots/calendar"]) {
    expect(keysOf(shown(path))).toEqual(keysOf((await api.ask(path)).json));
  }
  const metrics = (await api.ask("metrics?include=runs,active,memory&job=invoice.generate")).json;
  expect(keysOf(shown("metrics").runs)).toEqual(keysOf(metrics.runs));
  for (const key of ["total", "baseline"]) {
    expect(keysOf(shown("metrics").runs[key])).toEqual(keysOf(metrics.runs[key]));
  }
  expect(keysOf(shown("metrics").runs.points[0])).toEqual(keysOf(metrics.runs.points[0]));
  expect(keysOf(shown("metrics").memory.series[0].points[0])).toEqual(keysOf(metrics.memory.series[0].points[0]));
  expect(keysOf(shown("slots/calendar").days[0])).toEqual(keysOf((await api.ask("slots/calendar")).json.days[0]));
  expect(shown("health").components.map(keysOf)).toEqual(
    [0, 1].map(() => ["details", "name", "reason", "since_time", "status"]),
  );
  for (const path of ["jobs", "runs", "slots", "alerts", "silences"]) {
    const real = (await api.ask(path)).json;
    expect(keysOf(shown(path))).toEqual(keysOf(real));
    expect(keysOf(shown(path).items[0])).toEqual(keysOf(real.items[0]));
  }
  // The details are shown as what they add to the item of the list.
  const jobDetail = (await api.ask(job.url)).json;
  expect(keysOf(shown("jobs/{id}"))).toEqual(keysOf(jobDetail).filter((key) => !(key in job)));
  const runDetail = (await api.ask(run.url)).json;
  expect(keysOf(shown("runs/{id}"))).toEqual(keysOf(runDetail).filter((key) => !(key in run)));
  const alert = (await api.ask(`alerts/${FIRING.id}`)).json;
  const added = shown("alerts/{id}");
  expect(keysOf(added)).toEqual(keysOf(alert).filter((key) => !(key in shown("alerts").items[0])));
  for (const list of keysOf(added)) expect(keysOf(added[list][0])).toEqual(keysOf(alert[list][0]));
  expect(keysOf(added.explanation[0].held_back_by)).toEqual(keysOf(alert.explanation[0].held_back_by));

  const acknowledged = (await api.ask(`alerts/${FIRING.id}/ack`, { method: "POST" })).json;
  expect(keysOf(shown("alerts/{id}/ack", "POST"))).toEqual(keysOf(acknowledged));
  expect(keysOf(shown("alerts/{id}/ack", "POST").items[0])).toEqual(keysOf(acknowledged.items[0]));
});

it("shows bodies that are taken, and what comes back", async () => {
  const alerting = scriptedAlerting();
  // When the examples were made.
  await using api = await serveApi({ alerting, nowMs: () => Date.parse("2026-11-25T02:44:30.118Z") });
  const bodyOf = (route: string): string => {
    const example = codeBlocks(section(`\`${route}\``), "sh")[0] ?? "";
    const body = / -d '(?<body>.*?)' "\$API/s.exec(example)?.groups?.["body"] ?? "";
    return body.replace("'$SOON'", "2026-11-25T08:00:00.000Z");
  };
  const headers = { "content-type": "application/json" };

  const snooze = { method: "POST", body: bodyOf("POST alerts/{id}/snooze"), headers };
  expect((await api.ask(`alerts/${FIRING.id}/snooze`, snooze)).status).toBe(200);
  const suppress = { method: "POST", body: bodyOf("POST alerts/suppress"), headers };
  const made = await api.ask("alerts/suppress", suppress);
  const shown = JSON.parse(codeBlocks(section("`POST alerts/suppress`"), "json")[0] ?? "null");
  expect([made.status, keysOf(made.json)]).toEqual([201, keysOf(shown)]);
  expect(keysOf(made.json.silence)).toEqual(keysOf(shown.silence));
  const { matchers, ends_time: end, comment } = shown.silence;
  expect(made.json.silence).toMatchObject({ matchers, ends_time: end, comment });
  expect(alerting.commands.map(({ kind }) => kind)).toEqual(["snooze", "suppress"]);
});

it("shows keys and audit as they are answered", async () => {
  const access = memoryAccess();
  await using api = await serveApi({ reader: { ...memoryReader(), ...access.reader }, admin: access.admin });
  // oxlint-disable-next-line typescript/no-explicit-any -- Whatever the page shows.
  const shown = (route: string): any => JSON.parse(codeBlocks(section(`\`${route}\``), "json")[0] ?? "null");
  const post = (path: string, route: string): Promise<Answer> => {
    const body =
      / -d '(?<body>[^']*)'/.exec(codeBlocks(section(`\`${route}\``), "sh")[0] ?? "")?.groups?.["body"] ?? "";
    return api.ask(path, { method: "POST", body, headers: { "content-type": "application/json" } });
  };
  const made = await post("keys", "POST keys");
  const { id, prefix, key, created_time: created, ...rest } = shown("POST keys");
  expect([made.status, made.json]).toMatchObject([201, rest]);
  expect(keysOf(made.json)).toEqual(keysOf(shown("POST keys")));
  expect([key.startsWith(prefix), prefix, made.json.created_time]).toEqual([true, `jsk_${id}`, created]);
  const list = (await api.ask("keys")).json;
  expect([keysOf(list), keysOf(list.items[0])]).toEqual([
    keysOf(shown("GET keys")),
    keysOf(shown("GET keys").items[0]),
  ]);
  expect((await post(`keys/${made.json.id}/rotate`, "POST keys/{id}/rotate")).status).toBe(201);

  const audit = (await api.ask("audit")).json;
  expect(keysOf(audit.items[0])).toEqual(keysOf(shown("GET audit").items[0]));
  expect(keysOf((await api.ask("audit/check")).json)).toEqual(keysOf(shown("GET audit/check")));
  const text = section("`GET audit`");
  for (const { action } of access.audits) expect(text).toContain(`\`${action}\``);
});

it("says what each scope and each limit is", () => {
  for (const scope of SCOPES) {
    const least = ROLES.indexOf(SCOPE_ROLES[scope]);
    const cells = ROLES.map((_role, rank) => (rank < least ? "" : "yes"));
    const row = section("Authentication").match(new RegExp(`^\\| \`${scope}\` .*$`, "m"))?.[0] ?? "";
    expect(
      row
        .split("|")
        .slice(3, -1)
        .map((cell) => cell.trim()),
    ).toEqual(cells);
  }
  const limits = [...section("Rate limits").matchAll(/^\|[^|]*\| (?<count>\d+) \|/gm)];
  expect(limits.map(({ groups }) => Number(groups?.["count"]))).toEqual(Object.values(DEFAULT_LIMITS));
});

it("shows the problem of a mistyped parameter as it is", async () => {
  await using api = await serveApi();
  const shown = JSON.parse(codeBlocks(section("Problems"), "json")[0] ?? "null");
  const headers = { traceparent: `00-${shown.request_id}-00f067aa0ba902b7-01` };
  expect((await api.ask("runs?stat=failure", { headers })).json).toEqual(shown);
});
