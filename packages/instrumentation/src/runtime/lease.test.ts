import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { warnThrough } from "../record/guard.ts";
import type { LeaseEntry } from "./lease.ts";
import { takeLease } from "./lease.ts";
import { kernelStartTime, ownIdentity } from "./process-identity.ts";

let directory: string;
beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), "lease-test-")), "jobscope-0");
});
afterEach(() => rmSync(join(directory, ".."), { recursive: true }));

const own = (changes: Partial<LeaseEntry> = {}): LeaseEntry => ({
  ...ownIdentity(),
  service: "~~api",
  instanceId: "me",
  ...changes,
});

async function deadProcess(): Promise<{ pid: number; kernelStartTime: string }> {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  const pid = child.pid ?? 0;
  await new Promise((resolve) => child.once("spawn", resolve));
  const started = kernelStartTime(pid) ?? "";
  const closed = new Promise((resolve) => child.once("close", resolve));
  child.kill("SIGKILL");
  await closed;
  return { pid, kernelStartTime: started };
}

// First of all: each warning is given once per process.
test("a file that a sibling takes away while it is read costs no warning", () => {
  takeLease(own({ instanceId: "other" }), directory);
  const [name = ""] = readdirSync(directory);
  rmSync(join(directory, name));
  // A link to nothing: listed, and gone when it is read.
  symlinkSync(join(directory, "gone"), join(directory, name));
  const warned: string[] = [];
  warnThrough((message) => warned.push(message));
  expect(takeLease(own(), directory).foundDead).toEqual([]);
  expect(warned).toEqual([]);
});

test("an instance that was killed is found by the next one, once", async () => {
  takeLease(own({ ...(await deadProcess()), instanceId: "killed" }), directory);
  expect(takeLease(own(), directory).foundDead).toEqual(["killed"]);
  expect(takeLease(own({ instanceId: "third" }), directory).foundDead).toEqual([]);
});

test("a live one, one that ended in order, and one of another service are not", async () => {
  takeLease(own({ instanceId: "alive" }), directory);
  takeLease(own({ ...(await deadProcess()), instanceId: "stopped" }), directory).release();
  takeLease(own({ ...(await deadProcess()), instanceId: "other", service: "~~worker" }), directory);
  expect(takeLease(own(), directory).foundDead).toEqual([]);
});

test("three containers share one directory: another PID namespace or boot says nothing", async () => {
  const dead = await deadProcess();
  takeLease(own({ ...dead, instanceId: "sibling", pidNamespace: "pid:[1]" }), directory);
  takeLease(own({ ...dead, instanceId: "before-reboot", bootId: "another" }), directory);
  expect(takeLease(own(), directory).foundDead).toEqual([]);
});

test("a reused process id is another process", () => {
  takeLease(own({ kernelStartTime: "1", instanceId: "reused" }), directory);
  expect(takeLease(own(), directory).foundDead).toEqual(process.platform === "linux" ? ["reused"] : []);
});

test("the directory is private, and damaged files in it do no harm", () => {
  takeLease(own(), directory).release();
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  writeFileSync(join(directory, "broken.json"), "{");
  writeFileSync(join(directory, "foreign.json"), '{"pid": "x"}');
  const lease = takeLease(own(), directory);
  expect(lease.foundDead).toEqual([]);
  lease.release();
  expect(readdirSync(directory).toSorted()).toEqual(["broken.json", "foreign.json"]);
});

test("where the directory cannot be made there is no lease and no error", () => {
  const file = join(directory, "..", "file");
  writeFileSync(file, "");
  expect(takeLease(own(), join(file, "jobscope")).foundDead).toEqual([]);
});

test("files of an earlier boot go once they are a month old, and not before", () => {
  takeLease(own({ instanceId: "old", bootId: "earlier" }), directory);
  takeLease(own({ instanceId: "recent", bootId: "earlier" }), directory);
  const old = readdirSync(directory).find((name) => name.includes("old")) ?? "";
  const fortyDaysAgo = Date.now() / 1000 - 40 * 86_400;
  utimesSync(join(directory, old), fortyDaysAgo, fortyDaysAgo);
  takeLease(own(), directory);
  const left = readdirSync(directory).map((name) => name.replace(/^\d+-/, ""));
  expect(left.toSorted()).toEqual(["me.json", "recent.json"]);
});
