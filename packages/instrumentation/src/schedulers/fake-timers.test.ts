import * as cron from "cron";
import * as croner from "croner";
import * as nodeCron from "node-cron";
import nodeSchedule from "node-schedule";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { instrumentCron } from "./cron/instrument-cron.ts";
import { instrumentCroner } from "./croner/instrument-croner.ts";
import { instrumentNodeCron } from "./node-cron/instrument-node-cron.ts";
import { instrumentNodeSchedule } from "./node-schedule/instrument-node-schedule.ts";

const EVERY_SECOND = "* * * * * *";

interface Libraries {
  readonly cron: typeof cron;
  readonly croner: typeof croner;
  readonly nodeCron: typeof nodeCron;
  readonly nodeSchedule: typeof nodeSchedule;
}

const bare: Libraries = { cron, croner, nodeCron, nodeSchedule };
const instrumented: Libraries = {
  cron: instrumentCron(cron),
  croner: instrumentCroner(croner),
  nodeCron: instrumentNodeCron(nodeCron),
  nodeSchedule: instrumentNodeSchedule(nodeSchedule),
};

/** Starts a job of one library; gives what stops it. */
const starts: Readonly<Record<string, (libraries: Libraries, fn: () => void) => () => unknown>> = {
  cron: ({ cron: { CronJob } }, fn) => {
    const job = CronJob.from({ cronTime: EVERY_SECOND, onTick: fn, start: true });
    return () => job.stop();
  },
  croner: ({ croner: { Cron } }, fn) => {
    const job = new Cron(EVERY_SECOND, { protect: true }, fn);
    return () => job.stop();
  },
  "node-cron": ({ nodeCron: { schedule } }, fn) => {
    const task = schedule(EVERY_SECOND, fn);
    return () => task.destroy();
  },
  "node-schedule": ({ nodeSchedule: { scheduleJob } }, fn) => {
    const job = scheduleJob(EVERY_SECOND, fn);
    return () => job.cancel();
  },
};

describe.each(Object.entries(starts))("%s under a test's fake timers", (_library, start) => {
  beforeEach(() => void vi.useFakeTimers({ now: new Date("2026-06-01T00:00:00.250Z") }));
  afterEach(() => void vi.useRealTimers());

  async function observe(libraries: Libraries): Promise<readonly string[]> {
    vi.setSystemTime(new Date("2026-06-01T00:00:00.250Z"));
    const seen: string[] = [];
    const stop = start(libraries, () => void seen.push(`runs at ${new Date().toISOString()}`));
    seen.push(`${vi.getTimerCount()} timers`);
    await vi.advanceTimersByTimeAsync(3000);
    seen.push(`${vi.getTimerCount()} timers`);
    await stop();
    seen.push(`${vi.getTimerCount()} timers`);
    return seen;
  }

  it("runs at the same instants and adds no timer of its own", async () => {
    const expected = await observe(bare);
    expect(expected.filter((line) => line.startsWith("runs"))).toHaveLength(3);
    expect(await observe(instrumented)).toEqual(expected);
  });
});
