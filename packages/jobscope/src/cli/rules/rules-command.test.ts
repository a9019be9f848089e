import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, expect, it } from "vitest";

import { runToEnd } from "../../../test/cli-process.ts";

const cwd = mkdtempSync(join(tmpdir(), "jobscope-rules-"));
afterAll(() => rmSync(cwd, { recursive: true }));

const rule = (fields: string): string =>
  `groups:\n  - name: billing\n    rules:\n      - name: ManyFailures\n        when: { metric: job.run.duration, where: { job.run.result: failure }, count: 10m, by: [job.name], above: 3 }\n${fields}`;
writeFileSync(join(cwd, "good.yaml"), `pack: false\n${rule("        summary: too many failures\n")}`);
writeFileSync(join(cwd, "odd.yaml"), `pack: false\n${rule("")}`);
writeFileSync(join(cwd, "local.yaml"), "channels: { hook: { type: webhook, url: http://127.0.0.1:9000 } }\n");
writeFileSync(join(cwd, "bad.yaml"), rule("        severty: critical\n"));

const tests = (firing: number): string => `rule_files: [good.yaml]
evaluation_interval: 1m
tests:
  - interval: 1m
    input_series:
      - series: 'job_run_duration_seconds_count{job_name="nightly",job_run_result="failure"}'
        values: '0+1x10'
    alert_rule_test:
      - { eval_time: 3m, alertname: ManyFailures, exp_alerts: [] }
      - eval_time: ${firing}m
        alertname: ManyFailures
        exp_alerts: [{ exp_labels: { job_name: nightly }, exp_annotations: { summary: too many failures } }]
`;
writeFileSync(join(cwd, "right.yaml"), tests(5));
writeFileSync(join(cwd, "wrong.yaml"), tests(2));

const run = (...args: readonly string[]): ReturnType<typeof runToEnd> => runToEnd(["rules", ...args], { cwd });

describe("rules check", () => {
  it("passes a file without findings, and counts what is in it", async () => {
    const { code, stdout } = await run("check", "good.yaml");
    expect(stdout).toBe("good.yaml: 1 rule, 1 channel, 2 receivers; 0 warnings, 0 hints\n");
    expect(code).toBe(0);
  });

  it("warns, with exit code 1", async () => {
    const { code, stdout } = await run("check", "odd.yaml");
    expect(stdout).toMatch(/^warning rule "billing\/ManyFailures": it has no summary/m);
    expect(stdout).toMatch(/; 1 warning, 0 hints$/m);
    expect(code).toBe(1);
  });

  it("warns of an address that nothing will be sent to", async () => {
    const { code, stdout } = await run("check", "local.yaml");
    expect(stdout).toMatch(
      /^warning channel "hook": .*127\.0\.0\.1:9000 is plain HTTP: use https, or list "127\.0\.0\.1:9000" in allowPrivateTargets$/m,
    );
    expect(code).toBe(1);
  });

  it("refuses what cannot be used, with exit code 2", async () => {
    const { code, stderr } = await run("check", "bad.yaml");
    expect(stderr).toMatch(/line 6, rule "ManyFailures": severty.*severity/);
    expect(code).toBe(2);
    const missing = await run("check", "none.yaml");
    expect(missing.code).toBe(2);
    expect(missing.stderr).toContain(
      '"none.yaml" cannot be read. There is no such file. Name a YAML file, or a module with a default export.',
    );
  });
});

describe("rules test", () => {
  it("plays series to the rules that the tests name", async () => {
    const { code, stdout } = await run("test", "right.yaml");
    expect(stdout).toBe("right.yaml: 2 passed, 0 failed, 0 skipped\n");
    expect(code).toBe(0);
  });

  it("shows what was expected and what fired", async () => {
    const { code, stdout } = await run("test", "wrong.yaml");
    expect(stdout).toMatch(/FAILED .*ManyFailures at 2m\n {2}expected: \{job_name="nightly"\}.*\n {2}firing: {3}none/);
    expect(code).toBe(1);
  });

  it("takes another alerting file, and refuses tests that cannot be read", async () => {
    expect((await run("test", "right.yaml", "--rules", "odd.yaml")).code).toBe(1);
    const missing = await run("test", "none.yaml");
    expect(missing.code).toBe(2);
    expect(missing.stderr).toContain('"none.yaml" cannot be read. There is no such file. Name a file of tests.');
  });
});

it("prints the schema of alerting files", async () => {
  const { code, stdout } = await run("schema");
  expect(JSON.parse(stdout)).toMatchObject({ type: "object", properties: { groups: {}, channels: {} } });
  expect(code).toBe(0);
});
