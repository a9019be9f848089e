import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { selfSigned } from "../../test/self-signed.ts";
import { ConfigError } from "./config-error.ts";
import type { ConfigProblem } from "./config-error.ts";
import { loadConfig } from "./load-config.ts";
import type { ConfigInput, LoadedConfig } from "./load-config.ts";
import { envNameOf, flagOf, SETTING_KEYS } from "./settings/settings.ts";

const DAY = 86_400_000;

let cwd: string;
beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), "jobscope-config-"))));
afterEach(() => rmSync(cwd, { recursive: true }));

function load(input: Partial<ConfigInput> = {}): LoadedConfig {
  return loadConfig({ flags: {}, env: {}, cwd, ...input });
}

function problemsOf(input: Partial<ConfigInput>): readonly ConfigProblem[] {
  try {
    load(input);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

function write(name: string, text: string): void {
  writeFileSync(join(cwd, name), text);
}

describe("a setting that stands twice in a file", () => {
  it("is refused with both places", () => {
    write("jobscope.config.yaml", "retention.runs: 30d\nretention:\n  runLogs: 5d\n  runs: 20d\n");
    expect(problemsOf({})).toEqual([
      {
        key: "retention.runs",
        where: "jobscope.config.yaml line 4",
        why: "is set already in jobscope.config.yaml line 1",
        fix: "Keep one of the two.",
      },
    ]);
  });
});

describe("profiles", () => {
  it("production", () => {
    const { config } = load({ flags: { profile: "production" } });
    expect(config).toMatchObject({
      profile: "production",
      consoleLogs: false,
      logging: {
        level: "info",
        outputs: ["files"],
        days: { jobs: 90, performance: 90, errors: 90, audit: 90, metrics: 90 },
      },
      alerting: { enabled: true, channels: ["email", "webhook"], remediation: true, criticalEscalationMs: 60_000 },
      monitoring: { metricRetentionMs: 7 * DAY, detail: "performance" },
    });
    expect(config.retention).toEqual({
      runsMs: 90 * DAY,
      keepRunsPerJob: 20,
      runLogsMs: 90 * DAY,
      otherLogsMs: DAY,
      metricPointsMs: 7 * DAY,
      maxBytes: 5_000_000_000,
    });
  });

  it("development, the default", () => {
    const { config, warnings } = load();
    expect(config).toMatchObject({
      profile: "development",
      consoleLogs: true,
      dataDir: join(cwd, ".jobscope"),
      durability: "process",
      otlp: { host: "127.0.0.1", port: 4318, maxInflatedBytes: 64 * 2 ** 20, allowedHosts: [], requireToken: false },
      api: {
        host: "127.0.0.1",
        port: 4319,
        allowedHosts: [],
        trustProxy: [],
        accessLog: { output: "off", days: 30, maxBytes: 1e9 },
      },
      behindProxy: false,
      logging: { level: "debug", days: { jobs: 1, performance: 1, errors: 1, audit: 1, metrics: 1 } },
      alerting: { enabled: true, channels: ["console"], remediation: false, criticalEscalationMs: 30_000 },
      monitoring: { metricRetentionMs: DAY, detail: "detailed" },
    });
    expect(config).not.toHaveProperty("adminKey");
    expect(warnings).toEqual([]);
  });

  it("test: quiet, no alerts, short retention, quick collection", () => {
    const { config } = load({ flags: { profile: "test" } });
    const production = load({ flags: { profile: "production" } }).config;
    expect(config).toMatchObject({ logging: { level: "error" }, alerting: { enabled: false, channels: [] } });
    expect(config.retention.metricPointsMs).toBeLessThan(DAY);
    expect(config.monitoring.collectionIntervalMs).toBeLessThan(production.monitoring.collectionIntervalMs);
  });

  it("follows NODE_ENV only where nothing names one, and only where it is a profile", () => {
    expect(load({ env: { NODE_ENV: "production" } }).config.profile).toBe("production");
    expect(load({ env: { NODE_ENV: "staging" } }).config.profile).toBe("development");
    expect(load({ env: { NODE_ENV: "production", JOBSCOPE_PROFILE: "test" } }).config.profile).toBe("test");
  });

  it("lets one value be set without the others of its group", () => {
    const { config } = load({
      flags: { profile: "production", "logging.days.audit": "365", "monitoring.metricRetention": "2d" },
    });
    expect(config.logging.days).toEqual({ jobs: 90, performance: 90, errors: 90, audit: 365, metrics: 90 });
    expect([config.monitoring.metricRetentionMs, config.retention.metricPointsMs]).toEqual([2 * DAY, 2 * DAY]);
  });
});

describe("precedence", () => {
  it("is flag, environment, file, profile", () => {
    write("jobscope.config.yaml", "retention: { runs: 1d, runLogs: 2d, otherLogs: 3d }\nprofile: production\n");
    const { config } = load({
      flags: { "retention.runs": "10d" },
      env: { JOBSCOPE_RETENTION_RUNS: "20d", JOBSCOPE_RETENTION_RUN_LOGS: "20d" },
    });
    expect(config.retention).toMatchObject({ runsMs: 10 * DAY, runLogsMs: 20 * DAY, otherLogsMs: 3 * DAY });
    expect(config.profile).toBe("production");
  });

  it("takes an empty variable as not set", () => {
    expect(load({ env: { JOBSCOPE_OTLP_ADDR: "", JOBSCOPE_CONFIG: "" } }).config.otlp.port).toBe(4318);
  });

  it("does not look at a value that a better source replaces", () => {
    const input = { flags: { "api.addr": "127.0.0.1:1" }, env: { JOBSCOPE_API_ADDR: "nonsense" } };
    expect(load(input).config.api.port).toBe(1);
  });
});

describe("the file", () => {
  it("is found in the working directory, YAML or JSON, nested or dotted", () => {
    for (const [name, text] of [
      ["jobscope.config.yaml", 'otlp:\n  addr: "[::1]:5318"\n  allowedHosts: [a.example, B.example]\n'],
      ["jobscope.config.json", '{"otlp": {"addr": "[::1]:5318", "allowedHosts": ["a.example", "b.example"]}}'],
      ["jobscope.config.yml", 'otlp.addr: "[::1]:5318"\notlp.allowedHosts: a.example, b.example\n'],
    ] as const) {
      write(name, text);
      const { otlp } = load().config;
      expect(otlp).toMatchObject({ host: "::1", port: 5318, allowedHosts: ["a.example", "b.example"] });
      rmSync(join(cwd, name));
    }
  });

  it("may be named by flag or environment, relative to the working directory", () => {
    mkdirSync(join(cwd, "conf"));
    write("conf/own.yaml", "durability: power");
    expect(load({ flags: { config: "conf/own.yaml" } }).config.durability).toBe("power");
    expect(load({ env: { JOBSCOPE_CONFIG: join(cwd, "conf/own.yaml") } }).config.durability).toBe("power");
  });

  it("may be empty or hold comments alone", () => {
    write("jobscope.config.yaml", "# nothing yet\n");
    expect(load().config.profile).toBe("development");
  });

  it("that is missing is named", () => {
    const [problem] = problemsOf({ flags: { config: "nowhere.yaml" } });
    expect(problem).toMatchObject({ where: join(cwd, "nowhere.yaml"), why: "cannot be read (ENOENT)" });
    expect(problem?.fix).toContain("--config");
  });

  it("that is broken is named with its line", () => {
    write("jobscope.config.yaml", "profile: production\nretention: {runs: 1d\n");
    expect(problemsOf({})[0]).toMatchObject({ why: expect.stringContaining("not valid YAML or JSON") });
    write("jobscope.config.yaml", "a: 1\na: 2\n");
    expect(problemsOf({})[0]?.where).toBe("jobscope.config.yaml line 2");
  });

  it("that is no mapping is refused", () => {
    write("jobscope.config.yaml", "- profile\n");
    expect(problemsOf({})[0]?.why).toBe("holds no settings");
  });

  it("beside another one is refused: nobody knows which counts", () => {
    write("jobscope.config.yaml", "");
    write("jobscope.config.json", "{}");
    expect(problemsOf({})[0]).toMatchObject({ key: "jobscope.config.json", why: "stands beside jobscope.config.yaml" });
  });

  it("names unknown keys with their line and the likely meaning", () => {
    write(
      "jobscope.config.yaml",
      "profil: test\nretention:\n  run: 90d\n  maxSise: 5GB\nsomething: else\notlp: 4318\n",
    );
    expect(problemsOf({})).toMatchObject([
      { key: "profil", where: "jobscope.config.yaml line 1", fix: "Did you mean profile?" },
      { key: "retention.run", where: "jobscope.config.yaml line 3", fix: "Did you mean retention.runs?" },
      { key: "retention.maxSise", where: "jobscope.config.yaml line 4", fix: "Did you mean retention.maxSize?" },
      { key: "something", fix: expect.stringContaining("Known: profile") },
      { key: "otlp", why: "is a group of settings", fix: expect.stringContaining("addr") },
    ]);
  });

  it("may not hold the admin key, and the error does not repeat it", () => {
    write("jobscope.config.yaml", "adminKey: a-very-secret-key-of-mine\n");
    const [problem] = problemsOf({});
    expect(problem?.fix).toContain("JOBSCOPE_ADMIN_KEY");
    expect(JSON.stringify(problem)).not.toContain("secret");
  });
});

describe("values", () => {
  it.each([
    ["otlp.addr", "4318"],
    ["otlp.addr", "127.0.0.1"],
    ["otlp.addr", "127.0.0.1:65536"],
    ["otlp.addr", "::1:4318"],
    ["otlp.addr", "http://127.0.0.1:4318"],
    ["api.allowedHosts", "http://a.example"],
    ["api.allowedHosts", "a.example:80"],
    ["retention.runs", "90"],
    ["retention.runs", "90 days"],
    ["retention.runs", "-1d"],
    ["retention.runs", "1s"],
    ["retention.runs", "9999d"],
    ["retention.maxSize", "5"],
    ["retention.maxSize", "1MB"],
    ["retention.keepRunsPerJob", "1.5"],
    ["retention.keepRunsPerJob", "-1"],
    ["logging.level", "trace"],
    ["logging.outputs", "console,screen"],
    ["logging.days.jobs", "0"],
    ["alerting.enabled", "maybe"],
    ["alerting.channels", "email,sms"],
    ["alerting.criticalEscalation", "0s"],
    ["monitoring.detail", "high"],
    ["profile", "prod"],
    ["durability", "none"],
    ["data", " "],
  ])("%s=%j is refused with where it was set and what is allowed", (key, value) => {
    const problems = problemsOf({ flags: { [key]: value } });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ key, given: JSON.stringify(value), where: expect.stringContaining("flag --") });
    expect(problems[0]?.fix).toMatch(/^Allowed: ./);
  });

  it("of the file keep their types: a number without unit is no duration", () => {
    write(
      "jobscope.config.yaml",
      "retention: { runs: 90, keepRunsPerJob: 5 }\nalerting: { enabled: false }\nlogging: { outputs: [] }\n",
    );
    expect(problemsOf({})).toMatchObject([{ key: "retention.runs", given: "90", why: "has no unit" }]);
    write(
      "jobscope.config.yaml",
      "retention: { keepRunsPerJob: 5 }\nalerting: { enabled: false }\nlogging: { outputs: [] }\n",
    );
    const { config } = load();
    expect([config.retention.keepRunsPerJob, config.alerting.enabled, config.consoleLogs]).toEqual([5, false, false]);
  });

  it("are all told at once, each with its place", () => {
    write("jobscope.config.yaml", "retention:\n  runs: soon\n");
    const error = (): unknown => load({ flags: { "otlp.addr": "x" }, env: { JOBSCOPE_LOGGING_LEVEL: "loud" } });
    expect(error).toThrow(ConfigError);
    expect(error).toThrow(/flag --otlp-addr: otlp.addr "x" is not an address/);
    expect(error).toThrow(/environment JOBSCOPE_LOGGING_LEVEL: logging.level "loud"/);
    expect(error).toThrow(/jobscope.config.yaml line 2: retention.runs "soon" is not a duration/);
  });

  it.each([
    ["127.0.0.1:0", { host: "127.0.0.1", port: 0 }],
    ["[::1]:4318", { host: "::1", port: 4318 }],
    ["[::]:1", { host: "::", port: 1 }],
    ["localhost:65535", { host: "localhost", port: 65_535 }],
    ["otel.internal:4318", { host: "otel.internal", port: 4318 }],
  ])("takes the address %s", (addr, expected) => {
    expect(load({ flags: { "otlp.addr": addr, behindProxy: "on" } }).config.otlp).toMatchObject(expected);
  });

  it.each([
    ["retention.runs", "1.5h", 5_400_000],
    ["retention.runs", "2 w", 14 * DAY],
    ["retention.runs", "90min", 5_400_000],
    ["retention.maxSize", "5GB", 5e9],
    ["retention.maxSize", "64 MiB", 64 * 2 ** 20],
    ["retention.maxSize", "0.5tb", 5e11],
  ])("reads %s=%s", (key, value, expected) => {
    const { retention } = load({ flags: { [key]: value } }).config;
    expect(key === "retention.runs" ? retention.runsMs : retention.maxBytes).toBe(expected);
  });

  it("refuses one address for two servers, but not two free ports", () => {
    const [problem] = problemsOf({ flags: { "api.addr": "127.0.0.1:4318" } });
    expect(problem).toMatchObject({ where: "flag --api-addr", why: "is the address of OTLP too" });
    expect(problem?.fix).toContain("127.0.0.1:4319");
    expect(problemsOf({ flags: { "api.addr": "127.0.0.1:0", "otlp.addr": "127.0.0.1:0" } })).toEqual([]);
  });

  it("takes the admin key from the environment, and never shows a wrong one", () => {
    const key = "a-long-enough-admin-key";
    expect(load({ env: { JOBSCOPE_ADMIN_KEY: key } }).config.adminKey).toBe(key);
    for (const wrong of ["short-secret", "secret with blanks in it", "s".repeat(513)]) {
      const [problem] = problemsOf({ env: { JOBSCOPE_ADMIN_KEY: wrong } });
      expect(problem).toMatchObject({ key: "adminKey", where: "environment JOBSCOPE_ADMIN_KEY" });
      expect(JSON.stringify(problem)).not.toContain(wrong);
    }
  });
});

describe("warnings", () => {
  it("name a variable that is nearly known, not those of others", () => {
    const { warnings } = load({ env: { JOBSCOPE_OTPL_ADDR: "x", JOBSCOPE_SERVICE_THING: "1", JOBSCOPE_DEBUG: "1" } });
    expect(warnings).toEqual([
      "Environment variable JOBSCOPE_OTPL_ADDR is not known here. Did you mean JOBSCOPE_OTLP_ADDR?",
    ]);
  });
});

describe("addresses that others reach", () => {
  const OPEN = { "otlp.addr": "0.0.0.0:4318", "api.addr": "[::]:4319" };

  it("are refused without TLS, each with both fixes", () => {
    const problems = problemsOf({ flags: OPEN });
    expect(problems).toMatchObject([
      { key: "otlp.addr", where: "flag --otlp-addr", given: "0.0.0.0:4318" },
      { key: "api.addr", where: "flag --api-addr", given: "[::]:4319" },
    ]);
    for (const { fix } of problems) expect(fix).toMatch(/--tls-cert and --tls-key.*--behind-proxy/);
    expect(problemsOf({ flags: { "otlp.addr": "127.9.9.9:4318", "api.addr": "[::1]:4319" } })).toEqual([]);
  });

  it("are taken behind a proxy: then senders need a token, and the proxy of this machine is believed", () => {
    const { config, warnings } = load({ flags: { ...OPEN, behindProxy: "on" } });
    expect(config).toMatchObject({
      otlp: { requireToken: true },
      api: { trustProxy: ["loopback"] },
      behindProxy: true,
    });
    expect(warnings).toEqual([]);
    expect(load({ flags: { behindProxy: "on" } }).config.otlp.requireToken).toBe(true);
    expect(load({ flags: { behindProxy: "on", "otlp.requireToken": "off" } }).config.otlp.requireToken).toBe(false);
    expect(load({ flags: { "otlp.requireToken": "on" } }).config.otlp.requireToken).toBe(true);
  });

  it("are taken with a certificate and its key", () => {
    const { cert, key } = selfSigned();
    write("cert.pem", cert);
    write("key.pem", key);
    const flags = { ...OPEN, "tls.cert": "cert.pem", "tls.key": "key.pem" };
    expect(load({ flags }).config).toMatchObject({
      tls: { certFile: join(cwd, "cert.pem"), keyFile: join(cwd, "key.pem") },
      otlp: { requireToken: true },
      api: { trustProxy: [] },
    });
  });

  it("need files that can be used: what is wrong with them is told before the start", () => {
    write("cert.pem", selfSigned().cert);
    write("key.pem", selfSigned().key);
    const tls = (cert: string, key: string): readonly ConfigProblem[] =>
      problemsOf({ flags: { "tls.cert": cert, "tls.key": key } });
    expect(problemsOf({ flags: { "tls.cert": "cert.pem" } })).toMatchObject([
      { key: "tls.cert", why: "is of no use alone", fix: "Set tls.key too, or neither." },
    ]);
    expect(problemsOf({ flags: { "tls.key": "key.pem" } })).toMatchObject([{ key: "tls.key" }]);
    expect(tls("nowhere.pem", "key.pem")).toMatchObject([
      { key: "tls.cert", given: join(cwd, "nowhere.pem"), fix: expect.stringContaining("no such file") },
    ]);
    expect(tls("cert.pem", "key.pem")).toMatchObject([{ why: expect.stringContaining("belong together") }]);
  });
});

describe("api.trustProxy", () => {
  it.each([
    ["1", 1],
    ["10.0.0.0/8, fd00::/8,loopback", ["10.0.0.0/8", "fd00::/8", "loopback"]],
    ["192.0.2.7", ["192.0.2.7"]],
    ["none", []],
  ])("takes %s", (given, expected) => {
    expect(load({ flags: { "api.trustProxy": given } }).config.api.trustProxy).toEqual(expected);
  });

  it.each(["0", "11", "all", "10.0.0.0/0", "10.0.0.0/33", "proxy.internal", "true"])("refuses %s", (given) => {
    expect(problemsOf({ flags: { "api.trustProxy": given } })).toMatchObject([{ key: "api.trustProxy" }]);
  });
});

it("gives every setting one flag and one variable of its own", () => {
  expect(new Set(SETTING_KEYS.map(flagOf)).size).toBe(SETTING_KEYS.length);
  expect(new Set(SETTING_KEYS.map(envNameOf)).size).toBe(SETTING_KEYS.length);
  expect(flagOf("otlp.maxInflated")).toBe("--otlp-max-inflated");
  expect(envNameOf("alerting.criticalEscalation")).toBe("JOBSCOPE_ALERTING_CRITICAL_ESCALATION");
});
