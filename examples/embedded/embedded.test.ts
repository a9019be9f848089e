import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { expect, it, onTestFinished } from "vitest";

interface Application {
  readonly child: ChildProcess;
  readonly ended: Promise<unknown[]>;
  readonly jobs: string;
}

/** Starts the application in the folder and waits until it says where it listens. */
async function startIn(folder: string): Promise<Application> {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const child = spawn(process.execPath, [join(import.meta.dirname, "main.ts")], {
    cwd: folder,
    env: { PATH, NODE_COMPILE_CACHE, PORT: "0", JOBSCOPE_OTLP_ADDR: "127.0.0.1:0", JOBSCOPE_PROFILE: "test" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const jobs = /http:\S+/.exec(line)?.[0];
    if (jobs !== undefined) return { child, ended, jobs };
  }
  throw new Error("the application ended before it listened");
}

interface Item {
  readonly job_name: string;
  readonly state: string;
  readonly id: string;
}

async function ask(jobs: string, path: string, session = "ada-is-signed-in"): Promise<Response> {
  return fetch(`${jobs}/../${path}`, { headers: { "x-session": session } });
}

async function runsOf(jobs: string, query = ""): Promise<readonly Item[]> {
  const { items } = (await (await ask(jobs, `runs?limit=200${query}`)).json()) as { items: readonly Item[] };
  return items;
}

it("sees its own jobs, and knows of them after it was killed and started again", { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "jobscope-embedded-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const first = await startIn(folder);
  const ends = (): Promise<readonly Item[]> => runsOf(first.jobs, "&job=sendInvitations&state=success");
  await expect.poll(async () => (await ends()).length, { timeout: 40_000 }).toBeGreaterThanOrEqual(2);
  expect((await ask(first.jobs, "runs", "nobody-is-signed-in")).status).toBe(401);
  expect((await ask(first.jobs, "audit", "bob-is-signed-in")).status).toBe(403);
  const before = await ends();
  first.child.kill("SIGKILL");
  await first.ended;

  const second = await startIn(folder);
  const failed = (): Promise<readonly Item[]> => runsOf(second.jobs, "&job=cleanUp&state=failure");
  await expect.poll(async () => (await failed()).length, { timeout: 40_000 }).toBeGreaterThanOrEqual(1);
  const known = new Set((await runsOf(second.jobs)).map(({ id }) => id));
  expect(before.filter(({ id }) => !known.has(id))).toEqual([]);
  second.child.kill("SIGTERM");
  expect(await second.ended).toEqual([0, null]);
});
