import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import {
  alertingJsonSchema,
  type AlertingConfig,
  AlertingConfigError,
  lintAlerting,
  parseAlertingConfig,
} from "@jobscope/alerting";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { parse } from "yaml";

import { webhookBody } from "../../packages/alerting/src/notify/webhook/payload.ts";
import { signatureHeader, signingKey } from "../../packages/alerting/src/notify/webhook/sign.ts";
import { OUTBOX_LIMITS } from "../../packages/alerting/src/outbox/limits.ts";
import { formatDuration } from "../../packages/alerting/src/rules/duration/parse-duration.ts";
import { defaultAlertingFile } from "../../packages/alerting/src/rules/pack/default-file.ts";
import { defaultRules } from "../../packages/alerting/src/rules/pack/default-rules.ts";
import { DEFAULT_THRESHOLDS, runbookOf, RUNBOOKS } from "../../packages/alerting/src/rules/pack/thresholds.ts";
import { resolvedAlert, sampleAlert, sampleAttempt } from "../../packages/alerting/test/notify/sample-attempt.ts";
import { runCli } from "../../packages/jobscope/src/cli/run-cli.ts";
import { PROFILE_DEFAULTS } from "../../packages/jobscope/src/config/settings/profiles.ts";
import { envNameOf, flagOf, SETTING_KEYS, SETTINGS } from "../../packages/jobscope/src/config/settings/settings.ts";
import { serveApi } from "../../packages/query-api/test/api-server.ts";
import { inhibitionCells, packCells } from "./alerting-tables.ts";
import { anchorsOf, codeBlocks, linksOf } from "./markdown.ts";

const ROOT = join(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const page = read("docs/alerting.md");
const runbooks = read(RUNBOOKS);

/** Text of a section by its heading, subsections included. What stands in code is no heading. */
function section(heading: string): string {
  const lines = page.split("\n");
  const levels = lines.map((line) => /^(?<marks>#+) /.exec(line)?.groups?.["marks"]?.length ?? 0);
  for (let at = 0, fenced = false; at < lines.length; at += 1) {
    if (lines[at]?.startsWith("```") === true) fenced = !fenced;
    if (fenced) levels[at] = 0;
  }
  const start = lines.findIndex((line, at) => levels[at] !== 0 && line.replace(/^#+ /, "") === heading);
  if (start === -1) throw new Error(`There is no section "${heading}".`);
  const level = levels[start] ?? 0;
  const end = levels.findIndex((other, at) => at > start && other !== 0 && other <= level);
  return lines.slice(start + 1, end === -1 ? undefined : end).join("\n") + "\n";
}

/** Rows of the table below this head, as their cells. */
function tableRows(head: string, markdown = page): readonly (readonly string[])[] {
  const [, table = ""] = markdown.split(`\n| ${head} |`);
  const rows = /^(?:[^\n]*\n){2}(?<rows>(?:\|.*\n)+)/.exec(table)?.groups?.["rows"] ?? "";
  if (rows === "") throw new Error(`There is no table "${head}".`);
  return rows
    .trim()
    .split("\n")
    .map((row) => row.split(" | ").map((cell) => cell.replaceAll(/^\| | \|$/g, "")));
}

const isTestFile = (block: string): boolean => block.includes("alert_rule_test");
const files = [...codeBlocks(page, "yaml"), ...codeBlocks(runbooks, "yaml")].filter((block) => !isTestFile(block));

/** What the parser says, so that a failure shows it. */
function problemsOf(text: string): string {
  try {
    parseAlertingConfig({ text, file: "example.yaml" });
    return "";
  } catch (error) {
    if (error instanceof AlertingConfigError) return error.message;
    throw error;
  }
}

function configOf(text: string): AlertingConfig {
  return parseAlertingConfig({ text, file: "example.yaml" });
}

describe("alerting files on the pages", () => {
  it("are there", () => {
    expect(files.length).toBeGreaterThan(14);
  });

  it.each(files.map((text, at) => [`${at + 1}: ${text.split("\n", 1)[0] ?? ""}`, text]))(
    "can be used: %s",
    (_, text = "") => {
      expect(problemsOf(text)).toBe("");
      // What checking a file would say against them; a page shows fragments, which need no way out and no texts.
      const findings = lintAlerting(configOf(text)).filter(
        ({ level, check }) => level === "warning" && check !== "no-failover" && check !== "unused-receiver",
      );
      expect(findings.map(({ subject, message }) => `${subject}: ${message}`)).toEqual([]);
    },
  );

  it("show every field that a file can have", () => {
    const fields = new Set<string>();
    collectFields(alertingJsonSchema(), fields);
    const shown = files.join("\n") + [...page.matchAll(/`(?<code>[^`\n]+)`/g)].map(([code]) => code).join("\n");
    // Of n and m in `nOfM`, which the page writes as "3 of 5".
    const missing = [...fields].filter(
      (field) => !["n", "m"].includes(field) && !new RegExp(`\\b${field}\\b`).test(shown),
    );
    expect(missing).toEqual([]);
  });
});

/** Names of all properties of a JSON Schema. */
function collectFields(schema: unknown, fields: Set<string>): void {
  if (typeof schema !== "object" || schema === null) return;
  for (const [key, value] of Object.entries(schema)) {
    if (key === "properties" && typeof value === "object" && value !== null) {
      for (const name of Object.keys(value)) fields.add(name);
    }
    collectFields(value, fields);
  }
}

describe("conditions", () => {
  const rows = codeCells(section("Rules of your own"));

  it.each(rows)("%s", (when) => {
    const text = `groups: [{ name: g, rules: [{ name: R, summary: s, when: ${when} }] }]`;
    expect(problemsOf(text)).toBe("");
    const hints = lintAlerting(configOf(text)).filter(({ check }) => check.startsWith("unknown"));
    expect(hints).toEqual([]);
  });

  it("show each that there is", () => {
    const schema = JSON.stringify(alertingJsonSchema());
    const { properties } = findWhen(alertingJsonSchema());
    const names = Object.keys(properties);
    expect(schema).toContain("consecutiveFailures");
    expect(names.length).toBeGreaterThan(40);
    const shown = rows.map((when) => Object.keys(Object(parse(when))));
    const inBlocks = section("Rules of your own") + section("From true to told to over");
    expect(names.filter((name) => !shown.flat().includes(name) && !inBlocks.includes(name))).toEqual([]);
  });

  it("name every problem of the alerting itself", () => {
    const names = defaultRules().flatMap(({ when }) => when.internal ?? []);
    expect(names).toHaveLength(6);
    for (const name of names) expect(section("About alerts, and about the alerting")).toContain(name);
  });
});

/** First cells of tables that are a condition. */
function codeCells(text: string): readonly string[] {
  return [...text.matchAll(/^\| `(?<when>\{ .* \})` \|/gm)].map(({ groups }) => groups?.["when"] ?? "");
}

interface ObjectSchema {
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The schema of `when`, wherever it stands. */
function findWhen(schema: unknown): ObjectSchema {
  const found = search(schema);
  if (found === undefined) throw new Error("The schema has no condition.");
  return found;
}

function search(schema: unknown): ObjectSchema | undefined {
  if (typeof schema !== "object" || schema === null) return undefined;
  if ("properties" in schema && typeof schema.properties === "object" && schema.properties !== null) {
    if ("consecutiveFailures" in schema.properties && "metric" in schema.properties) {
      return { properties: Object.fromEntries(Object.entries(schema.properties)) };
    }
  }
  for (const value of Object.values(schema)) {
    const found = search(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

describe("the default rules", () => {
  it("stand in the table as they are", () => {
    const shown = tableRows("rule | fires when").map(([rule, , condition, severity]) => [rule, condition, severity]);
    expect(shown).toEqual(defaultRules().map(packCells));
  });

  it("are as many as the README says, and its example can be used", () => {
    const readme = read("README.md");
    expect(readme).toContain(`${defaultRules().length} default rules`);
    for (const text of codeBlocks(readme, "yaml")) expect(problemsOf(text)).toBe("");
  });

  it("hide what the table says that they hide", () => {
    expect(tableRows("while this fires | this is not told")).toEqual(inhibitionCells());
  });

  it("have the thresholds that the page shows", () => {
    const [block = ""] = codeBlocks(section("Thresholds"), "yaml");
    expect(Object.keys(Object(parse(block).pack))).toEqual(Object.keys(DEFAULT_THRESHOLDS));
    expect(configOf(block).rules).toEqual(configOf("{}").rules);
  });

  it("have the routes that the page shows", () => {
    const [block = ""] = codeBlocks(section("Routes"), "yaml");
    const { criticalEscalationMs } = PROFILE_DEFAULTS.production.alerting;
    const defaults = defaultAlertingFile({ channels: ["console"], criticalEscalationMs });
    const shown = configOf(block);
    const real = parseAlertingConfig({}, { defaults: { channels: ["console"], criticalEscalationMs } });
    expect(shown.route).toEqual(real.route);
    expect(shown.escalations).toEqual(real.escalations);
    expect(defaults.route?.routes).toHaveLength(3);
  });

  it("escalate and tell as the table of profiles says", () => {
    const rows = tableRows("profile | alerts").map(([profile = "", on, , after = ""]) => [profile, on, after]);
    expect(rows).toEqual(
      Object.entries(PROFILE_DEFAULTS).map(([profile, { alerting }]) => [
        `\`${profile}\``,
        alerting.enabled ? "on" : "off",
        alerting.enabled ? `after ${wordsOf(alerting.criticalEscalationMs)}` : "",
      ]),
    );
  });
});

const wordsOf = (ms: number): string => (ms === 60_000 ? "1 minute" : `${ms / 1000} seconds`);

describe("runbooks", () => {
  const sections = runbooks
    .split(/^## /m)
    .slice(1)
    .map((text) => [text.slice(0, text.indexOf("\n")), text] as const);

  it("are there for each default rule, where its alerts say, in the same order", () => {
    const names = defaultRules().map(({ name }) => name);
    expect(sections.map(([name]) => name)).toEqual(names);
    const anchors = anchorsOf(runbooks);
    for (const rule of configOf("{}").rules) {
      const url = rule.annotations["runbook_url"] ?? "";
      expect(url).toBe(runbookOf(rule.name));
      expect(anchors).toContain(url.split("#")[1]);
    }
  });

  it.each(sections)("of %s say what it means, what to look at, what to do, when to be silent", (_, text) => {
    for (const part of ["**Means.**", "**Look at**", "**Do.**", "**Silence**"]) expect(text).toContain(part);
    expect(codeBlocks(text, "sh")).toHaveLength(1);
  });

  it("ask what the API answers", async () => {
    await using api = await serveApi();
    const asked = [...runbooks.matchAll(/^ask "(?<path>[^"]+)"$/gm)].map(({ groups }) => groups?.["path"] ?? "");
    expect(asked.length).toBeGreaterThan(40);
    for (const path of new Set(asked)) {
      const { status, text } = await api.ask(path);
      // IDs are placeholders, and this server raises no alerts.
      const isPlaceholder = /\/(?:ID|RUN)$/.test(path);
      expect(isPlaceholder ? [200, 404, 409] : [200, 409], `${path}: ${text}`).toContain(status);
    }
  });
});

describe("commands and settings", () => {
  it("names flags and variables that exist", () => {
    const flags = SETTING_KEYS.filter((key) => SETTINGS[key].secret !== true).map(flagOf);
    const named = [...page.matchAll(/(?<=[\s`])--alerting-[a-z-]*[a-z]/g)].map(([flag]) => flag);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((flag) => !flags.includes(flag))).toEqual([]);
    const variables = [...(page + runbooks).matchAll(/\bJOBSCOPE_[A-Z_]*[A-Z]\b/g)].map(([name]) => name);
    expect(variables.filter((name) => !SETTING_KEYS.map(envNameOf).includes(name))).toEqual([]);
  });

  it("names commands that exist", async () => {
    const commands = [...(page + runbooks).matchAll(/pnpm@[\d.]+ jobscope (?<command>(?:rules )?[a-z]+)/g)];
    const named = new Set(commands.map(({ groups }) => groups?.["command"] ?? ""));
    expect([...named].toSorted()).toEqual(["doctor", "rules check", "rules schema", "rules test", "serve"]);
    const output = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    onTestFinished(() => output.mockRestore());
    for (const command of named) expect(await runCli([...command.split(" "), "--help"]), command).toBe(0);
  });
});

it("shows a test file that passes", async () => {
  const [test = "", rules = ""] = codeBlocks(section("Check and test a file"), "yaml");
  const folder = mkdtempSync(join(tmpdir(), "jobscope-alerting-page-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const written = [test, rules].map((text) => {
    const name = /^# (?<name>\S+)$/m.exec(text)?.groups?.["name"] ?? "";
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  });
  const output = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  onTestFinished(() => output.mockRestore());
  expect(await runCli(["rules", "test", written[0] ?? ""])).toBe(0);
  expect(await runCli(["rules", "check", written[1] ?? ""])).toBe(0);
  writeFileSync(written[0] ?? "", test.replace("1100x6", "100x6"));
  expect(await runCli(["rules", "test", written[0] ?? ""])).toBe(1);
});

describe("webhooks", () => {
  const text = section("Verify a webhook");

  it("have the body that the page shows", () => {
    const shown = JSON.parse(codeBlocks(text, "json")[0] ?? "null");
    const attempt = sampleAttempt({}, { alerts: [sampleAlert()] });
    const { ackUrl: _link, ...message } = attempt.message;
    const real = JSON.parse(webhookBody({ ...attempt, message }));
    expect(Object.keys(shown)).toEqual(Object.keys(real));
    expect(Object.keys(shown.alerts[0])).toEqual(Object.keys(real.alerts[0]));
    for (const name of Object.keys(shown.alerts[0].evidence))
      expect(Object.keys(real.alerts[0].evidence)).toContain(name);
    const more = JSON.parse(
      webhookBody(sampleAttempt({}, { alerts: [resolvedAlert()], digestOf: 2, escalation: { level: 1, loop: 1 } })),
    );
    const added = [...Object.keys(more), ...Object.keys(more.alerts[0])].filter(
      (name) => !(name in shown) && !(name in shown.alerts[0]),
    );
    for (const name of added) expect(text).toContain(`\`${name}\``);
    expect(added).toHaveLength(4);
  });

  it("are verified by the lines that the page shows", async () => {
    const folder = join(ROOT, ".cache/alerting-page");
    mkdirSync(folder, { recursive: true });
    const path = join(folder, "verify.ts");
    writeFileSync(path, codeBlocks(text, "ts")[0] ?? "");
    const { isGenuine } = await import(pathToFileURL(path).href);
    const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
    const body = '{"status":"firing"}';
    const seconds = Math.floor(Date.now() / 1000);
    const headersAt = (timestampSeconds: number, key: string): Record<string, string> => ({
      "webhook-id": "n-1",
      "webhook-timestamp": String(timestampSeconds),
      "webhook-signature": signatureHeader({ id: "n-1", timestampSeconds, body }, [
        signingKey(`whsec_${Buffer.alloc(32, 9).toString("base64")}`) ?? Buffer.alloc(0),
        signingKey(key) ?? Buffer.alloc(0),
      ]),
    });
    const genuine = headersAt(seconds, secret);
    expect(isGenuine(genuine, body, secret)).toBe(true);
    expect(isGenuine(genuine, `${body} `, secret)).toBe(false);
    expect(isGenuine(headersAt(seconds - 3600, secret), body, secret)).toBe(false);
    expect(isGenuine({ ...genuine, "webhook-timestamp": "soon" }, body, secret)).toBe(false);
    expect(isGenuine({ ...genuine, "webhook-signature": "" }, body, secret)).toBe(false);
    expect(isGenuine({}, body, "")).toBe(false);
  });
});

it("has the bounds of the outbox", () => {
  const rows = new Map(tableRows("bound | value").map(([name = "", value]) => [name, value]));
  const { circuitFailures, circuitOpenMs, brokenProbeMs, retryAfterMaxMs } = OUTBOX_LIMITS;
  expect(Object.fromEntries(rows)).toMatchObject({
    "`Retry-After` of a receiver is obeyed up to": formatDuration(retryAfterMaxMs),
    "failures in a row after which a channel rests": String(circuitFailures),
    "and for how long": formatDuration(circuitOpenMs),
    "a broken channel is tried every": `${formatDuration(brokenProbeMs)}, and at each start`,
    "a firing is tried for": formatDuration(OUTBOX_LIMITS.firingDeadlineMs),
    "a resolve is tried for": formatDuration(OUTBOX_LIMITS.resolvedDeadlineMs),
    "more messages than this waiting for a channel are summed up": String(OUTBOX_LIMITS.digestAbove),
    "messages that wait for one channel at most": String(OUTBOX_LIMITS.waiting),
  });
});

it("has the rates of channels", () => {
  const [block = ""] = codeBlocks(section("Channels"), "yaml");
  const channels = Object.entries(Object(parse(block).channels)).map(([name, channel]) => [
    name,
    { ...Object(channel), rate: undefined },
  ]);
  const { channels: resolved } = parseAlertingConfig(Object({ channels: Object.fromEntries(channels) }));
  const rates = new Set(resolved.map(({ type, rate }) => `${type} ${rate.burst} and ${rate.perMinute}`));
  expect(rates.size).toBe(4);
  for (const rate of rates) expect(page).toContain(rate);
});

it("links to every part of itself from its top", () => {
  const top = page.slice(0, page.indexOf("\n## "));
  const linked = linksOf(top).map((link) => link.replace("#", ""));
  const headings = anchorsOf(page.replaceAll(/^#{3,} .*$/gm, ""));
  expect([...headings].filter((anchor) => anchor !== "alerting" && !linked.includes(anchor))).toEqual([]);
});
