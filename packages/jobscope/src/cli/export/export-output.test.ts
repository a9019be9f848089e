import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, it, onTestFinished } from "vitest";

import { openOutput } from "./export-output.ts";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "jobscope-output-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

it("gives the file its name when all is written, for this user alone", () => {
  const cwd = folder();
  const file = join(cwd, "runs.json");
  {
    using output = openOutput(file, false);
    void output.write("one, ");
    void output.write("two");
    expect(readdirSync(cwd)).not.toContain("runs.json");
    output.publish();
  }
  expect(readdirSync(cwd)).toEqual(["runs.json"]);
  expect(readFileSync(file, "utf8")).toBe("one, two");
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it("leaves alone a file that came meanwhile, unless it may be replaced", () => {
  const cwd = folder();
  const file = join(cwd, "runs.json");
  const exporting = (force: boolean): void => {
    using output = openOutput(file, force);
    void output.write("of this export");
    writeFileSync(file, "of somebody else");
    output.publish();
  };
  expect(() => exporting(false)).toThrow(/runs\.json.* is there already/);
  expect([readFileSync(file, "utf8"), readdirSync(cwd)]).toEqual(["of somebody else", ["runs.json"]]);
  exporting(true);
  expect([readFileSync(file, "utf8"), readdirSync(cwd)]).toEqual(["of this export", ["runs.json"]]);
});

it("takes away what a killed export left of the same file", () => {
  const cwd = folder();
  const { pid } = spawnSync(process.execPath, ["--version"]);
  writeFileSync(join(cwd, `.runs.json.${pid}.partial`), "half");
  writeFileSync(join(cwd, `.slots.json.${pid}.partial`), "of another file");
  using output = openOutput(join(cwd, "runs.json"), false);
  output.publish();
  expect(readdirSync(cwd).toSorted()).toEqual([`.slots.json.${pid}.partial`, "runs.json"]);
});
