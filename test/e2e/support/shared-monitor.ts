import { afterAll, beforeAll } from "vitest";

import { MonitorProcess } from "./monitor-process.ts";

type Shared = Pick<MonitorProcess, "otlp" | "folder" | "api">;

let started: Promise<MonitorProcess> | undefined;
let monitor: MonitorProcess | undefined;

const running = (): MonitorProcess => {
  if (monitor === undefined) throw new Error("the monitor is there only while tests run");
  return monitor;
};

/** One monitor for all suites of a test file: each service in it has a name of its own. */
export function sharedMonitor(): Shared {
  beforeAll(async () => {
    started ??= MonitorProcess.start();
    monitor = await started;
  });
  afterAll(() => monitor?.[Symbol.asyncDispose]());
  return {
    get otlp() {
      return running().otlp;
    },
    get folder() {
      return running().folder;
    },
    get api() {
      return running().api;
    },
  };
}
