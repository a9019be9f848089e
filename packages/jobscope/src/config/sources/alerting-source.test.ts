import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, expect, it } from "vitest";

import { ConfigError } from "../config-error.ts";
import { loadConfig } from "../load-config.ts";
import type { LoadedConfig } from "../load-config.ts";

const cwd = mkdtempSync(join(tmpdir(), "jobscope-alerting-"));
afterAll(() => rmSync(cwd, { recursive: true }));

const load = (flags: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}): LoadedConfig =>
  loadConfig({ flags, env, cwd });

const problemOf = (flags: Readonly<Record<string, string>>): string => {
  try {
    load(flags);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error("it was accepted");
};

const MAIL = {
  "alerting.email.server": "smtp://mail.example.com",
  "alerting.email.from": "jobs@example.com",
  "alerting.email.to": "ops@example.com,night@example.com",
};

describe("channels from single settings", () => {
  it("has the console in development, and nothing at all in the profile test", () => {
    const { config } = load({ profile: "development" });
    expect(config.alertingConfig?.channels.map(({ type }) => type)).toEqual(["console"]);
    expect(config.alertingConfig?.rules.length).toBeGreaterThan(20);
    expect(load({ profile: "test" }).config.alertingConfig).toBeUndefined();
  });

  it("warns in production while alerts reach nobody", () => {
    const alone = load({ profile: "production" });
    expect(alone.warnings.join()).toContain("Alerts go to standard output alone");
    const mailed = load({ profile: "production", ...MAIL });
    expect(mailed.warnings).toEqual([]);
    expect(mailed.config.alertingConfig?.channels).toMatchObject([
      {
        type: "email",
        host: "mail.example.com",
        security: "opportunistic",
        from: "jobs@example.com",
        to: ["ops@example.com", "night@example.com"],
      },
    ]);
  });

  it.each([
    ["smtps://bot@mail.example.com", { security: "tls", port: 465, user: "bot" }],
    ["smtp://bot%40corp@mail.example.com:2525", { security: "starttls", port: 2525, user: "bot@corp" }],
  ])("sends no password in the clear: %s", (server, expected) => {
    const { config } = load(
      { ...MAIL, "alerting.email.server": server },
      { JOBSCOPE_ALERTING_EMAIL_PASSWORD: "the-password-itself" },
    );
    const channel = config.alertingConfig?.channels.find(({ type }) => type === "email");
    expect(channel).toMatchObject({ ...expected, password: "env:JOBSCOPE_ALERTING_EMAIL_PASSWORD" });
    expect(JSON.stringify(config)).not.toContain("the-password-itself");
  });

  it("adds who is configured, and escalates by the profile", () => {
    const { config } = load(
      {
        profile: "production",
        "alerting.webhook.url": "https://hooks.example.com/a",
        "alerting.channels": "webhook,slack",
      },
      {
        JOBSCOPE_ALERTING_SLACK_URL: "https://hooks.slack.com/services/x",
        JOBSCOPE_ALERTING_WEBHOOK_SECRET: "whsec_x",
      },
    );
    expect(config.alertingConfig?.channels).toMatchObject([
      { type: "webhook", url: "https://hooks.example.com/a", signingSecrets: ["env:JOBSCOPE_ALERTING_WEBHOOK_SECRET"] },
      { type: "slack", url: "env:JOBSCOPE_ALERTING_SLACK_URL" },
    ]);
    expect(config.alertingConfig?.escalations[0]?.levels[0]?.afterMs).toBe(60_000);
    expect(load({ profile: "development" }).config.alertingConfig?.escalations[0]?.levels[0]?.afterMs).toBe(30_000);
  });

  it("names what is missing", () => {
    const { "alerting.email.to": _to, ...without } = MAIL;
    expect(problemOf(without)).toContain("alerting.email.to is missing");
    expect(problemOf({ ...MAIL, "alerting.email.server": "smtp://bot:pw@mail.example.com" })).toContain(
      "holds a password",
    );
    expect(problemOf({ "alerting.allowPrivateTargets": "10.0.0.7" })).toContain("host:port");
    expect(problemOf({ "alerting.publicUrl": "ftp://monitor" })).toContain("another scheme");
  });
});

describe("what would show only once an alert fires", () => {
  it("is told at the start: secrets that are not there, and what is odd in a file", () => {
    const server = { ...MAIL, "alerting.email.server": "smtps://bot@mail.example.com" };
    expect(load(server).warnings).toEqual([
      'Channel "email" cannot be used: its secret env:JOBSCOPE_ALERTING_EMAIL_PASSWORD is not there.',
    ]);
    expect(load(server, { JOBSCOPE_ALERTING_EMAIL_PASSWORD: "x" }).warnings).toEqual([]);
    writeFileSync(join(cwd, "odd.yaml"), "route: { groupInterval: 1s }\n");
    expect(load({ "alerting.file": "odd.yaml" }).warnings.join()).toContain(
      "groupInterval 1s is less than two evaluations",
    );
  });
});

describe("an alerting file", () => {
  it("is YAML or TypeScript, and wins over single settings", () => {
    writeFileSync(join(cwd, "a.yaml"), "publicUrl: https://file.example.com\nallowPrivateTargets: ['10.0.0.7:9093']\n");
    writeFileSync(
      join(cwd, "b.ts"),
      "type Url = string;\nconst url: Url = 'https://module.example.com';\nexport default { publicUrl: url };\n",
    );
    const settings = {
      "alerting.publicUrl": "https://setting.example.com/",
      "alerting.allowPrivateTargets": "10.0.0.8:80",
      "alerting.deadMan.url": "https://ping.example.com/x",
    };
    expect(load({ ...settings, "alerting.file": "a.yaml" }).config.alertingConfig).toMatchObject({
      publicUrl: "https://file.example.com",
      allowPrivateTargets: ["10.0.0.7:9093", "10.0.0.8:80"],
      deadMan: { url: "https://ping.example.com/x", intervalMs: 60_000 },
    });
    expect(load({ "alerting.file": "b.ts" }).config.alertingConfig?.publicUrl).toBe("https://module.example.com");
    expect(load(settings).config.alertingConfig?.publicUrl).toBe("https://setting.example.com");
  });

  it("is refused with line, field and fix, and a missing one with its name", () => {
    writeFileSync(
      join(cwd, "bad.yaml"),
      "groups:\n  - name: g\n    rules:\n      - name: R\n        wehn: { failed: true }\n",
    );
    expect(problemOf({ "alerting.file": "bad.yaml" })).toMatch(/line 5.*rule "R".*wehn.*when/s);
    expect(problemOf({ "alerting.file": "none.yaml" })).toContain("none.yaml");
    expect(problemOf({ "alerting.file": "none.ts" })).toContain("none.ts");
  });
});
