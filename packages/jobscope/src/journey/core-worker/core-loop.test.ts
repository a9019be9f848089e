import type { IngestOutcome, RawRequest } from "@jobscope/otlp";
import type { RetentionReport } from "@jobscope/store";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { NO_STATS } from "../core/core-stats.ts";
import type { Core } from "../core/core.ts";
import { CoreLoop, SETTING_CLEAN_STOP } from "./core-loop.ts";
import type { FromCore } from "./core-protocol.ts";

const request = (bytes: number): RawRequest => ({
  signal: "logs",
  encoding: "json",
  compression: "identity",
  body: new Uint8Array(bytes),
  receivedMs: 0,
});

const NOTHING_LEFT: RetentionReport = { deleted: {}, capped: false, more: false, bytes: 7 };

class FakeCore {
  readonly groups: number[] = [];
  ticks = 0;
  resumed = 0;
  due: number | undefined;
  readonly stats = NO_STATS;
  readonly reports: unknown[] = [];

  alertingHealth(): undefined {
    return undefined;
  }
  delivered(reports: readonly unknown[]): void {
    this.reports.push(...reports);
  }
  alertCommand({ kind }: { readonly kind: string }): unknown {
    if (kind === "snooze") throw new Error("the disk is full");
    return { kind: "hides", hides: [] };
  }
  ingest(group: readonly RawRequest[]): readonly IngestOutcome[] {
    this.groups.push(group.length);
    return group.map(() => ({ kind: "accepted", rejected: 0, message: "" }));
  }
  tick(): void {
    this.ticks++;
    this.due = undefined;
  }
  probe(): void {}
  nextDeadline(): number | undefined {
    return this.due;
  }
  receivingResumed(): void {
    this.resumed++;
  }
}

function harness() {
  const core = new FakeCore();
  const settings = new Map<string, string>();
  const posted: FromCore[] = [];
  const reports: RetentionReport[] = [];
  const state = { closed: false, failRetention: false, cleanUps: 0 };
  const loop = new CoreLoop({
    // The loop uses what the fake has.
    core: core as unknown as Core,
    store: {
      enforceRetention: () => {
        state.cleanUps++;
        if (state.failRetention) throw new Error("disk is full");
        return reports.shift() ?? NOTHING_LEFT;
      },
      readSetting: (name) => settings.get(name),
      writeSetting: (name, value) => void settings.set(name, value),
      close: () => void (state.closed = true),
    },
    clock: { nowMs: () => Date.now(), monotonicMs: () => performance.now() },
    post: (message) => posted.push(message),
    groupDelayMs: 20,
    groupBytes: 100,
    retention: { runsMs: 1, keepRunsPerJob: 1, runLogsMs: 1, otherLogsMs: 1, metricPointsMs: 1, maxBytes: 1 },
  });
  const status = () => {
    loop.receive({ kind: "pulse", id: 1 });
    const last = posted.at(-1);
    if (last?.kind !== "status") throw new Error("no status");
    return last.status;
  };
  return { core, loop, settings, posted, reports, state, status };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("takes what arrives within the delay as one group, and answers each by its id", () => {
  const { core, loop, posted } = harness();
  loop.start();
  loop.receive({ kind: "ingest", id: 1, request: request(10) });
  vi.advanceTimersByTime(19);
  loop.receive({ kind: "ingest", id: 2, request: request(10) });
  expect(core.groups).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(core.groups).toEqual([2]);
  expect(posted.at(-1)).toMatchObject({ kind: "outcomes", outcomes: [{ id: 1 }, { id: 2 }] });
});

it("takes a group at once when it is large enough", () => {
  const { core, loop } = harness();
  loop.start();
  loop.receive({ kind: "ingest", id: 1, request: request(60) });
  loop.receive({ kind: "ingest", id: 2, request: request(60) });
  expect(core.groups).toEqual([2]);
  vi.advanceTimersByTime(50);
  expect(core.groups).toEqual([2]);
});

it("tells trouble before it answers, so that who is refused finds the reason", () => {
  const { core, loop, posted } = harness();
  loop.start();
  vi.spyOn(core, "ingest").mockImplementation((group) => {
    Object.assign(core.stats, { trouble: "the disk is full" });
    return group.map(() => ({ kind: "unavailable", message: "", retryAfterSeconds: 1 }));
  });
  loop.receive({ kind: "ingest", id: 1, request: request(100) });
  expect(posted.slice(1)).toMatchObject([
    { kind: "status", id: 0, status: { trouble: "the disk is full" } },
    { kind: "outcomes", outcomes: [{ id: 1 }] },
  ]);
});

it("judges deadlines when they are due, also those further away than one sleep", () => {
  const { core, loop } = harness();
  core.due = 2_500;
  vi.spyOn(core, "nextDeadline").mockImplementation(() => (core.ticks > 0 ? undefined : 2_500 - performance.now()));
  loop.start();
  vi.advanceTimersByTime(2_400);
  expect(core.ticks).toBe(0);
  vi.advanceTimersByTime(200);
  expect(core.ticks).toBe(1);
});

it("judges deadlines after a group without waiting for the timer", () => {
  const { core, loop } = harness();
  loop.start();
  core.due = 0;
  loop.receive({ kind: "ingest", id: 1, request: request(100) });
  expect(core.ticks).toBe(1);
});

it("starts every lease anew before it judges anything when the receiving thread was silent", () => {
  const { core, loop } = harness();
  loop.start();
  for (let i = 0; i < 10; i++) {
    vi.advanceTimersByTime(1_000);
    loop.receive({ kind: "pulse", id: i });
  }
  expect(core.resumed).toBe(0);
  vi.advanceTimersByTime(7_000);
  expect(core.resumed).toBeGreaterThan(0);
});

it("cleans up in chunks while there is more, then every minute", () => {
  const { loop, state, reports, status } = harness();
  reports.push({ ...NOTHING_LEFT, more: true, capped: true }, { ...NOTHING_LEFT, more: true });
  loop.start();
  vi.advanceTimersByTime(5_300);
  expect(state.cleanUps).toBe(3);
  expect(status().retention).toMatchObject({ bytes: 7, capped: false, trouble: undefined });
  vi.advanceTimersByTime(60_000);
  expect(state.cleanUps).toBe(4);
});

it("shows a clean-up that failed, and tries again", () => {
  const { loop, state, status } = harness();
  state.failRetention = true;
  loop.start();
  vi.advanceTimersByTime(5_000);
  expect(status().retention.trouble).toBe("disk is full");
  state.failRetention = false;
  vi.advanceTimersByTime(60_000);
  expect(status().retention.trouble).toBeUndefined();
});

it("stores what waits before it stops, marks the stop and closes the store", () => {
  const { core, loop, settings, posted, state } = harness();
  loop.start();
  expect(posted).toEqual([{ kind: "ready" }]);
  expect(settings.get(SETTING_CLEAN_STOP)).toBe("");
  loop.receive({ kind: "ingest", id: 1, request: request(1) });
  loop.receive({ kind: "stop" });
  expect(core.groups).toEqual([1]);
  expect(state.closed).toBe(true);
  expect(settings.get(SETTING_CLEAN_STOP)).not.toBe("");
  expect(posted.map(({ kind }) => kind)).toEqual(["ready", "outcomes", "stopped"]);
  vi.advanceTimersByTime(120_000);
  expect(state.cleanUps).toBe(0);
});

it.each([
  [undefined, true],
  ["123", true],
  ["", false],
])("tells whether the last stop was clean: %j", (mark, cleanStart) => {
  const { loop, settings, status } = harness();
  if (mark !== undefined) settings.set(SETTING_CLEAN_STOP, mark);
  loop.start();
  expect(status().cleanStart).toBe(cleanStart);
  expect(settings.get(SETTING_CLEAN_STOP)).toBe("");
});

it("reads and writes settings, and passes errors on", () => {
  const { loop, posted, settings } = harness();
  loop.receive({ kind: "write_setting", id: 1, name: "a", value: "b" });
  loop.receive({ kind: "read_setting", id: 2, name: "a" });
  expect(posted).toEqual([
    { kind: "setting", id: 1, value: "b" },
    { kind: "setting", id: 2, value: "b" },
  ]);
  vi.spyOn(settings, "get").mockImplementation(() => {
    throw new Error("gone");
  });
  loop.receive({ kind: "read_setting", id: 3, name: "a" });
  expect(posted.at(-1)).toMatchObject({ id: 3, error: { message: "gone" } });
});

it("passes on what became of notifications, and answers commands or says why it cannot", () => {
  const { core, loop, posted } = harness();
  loop.start();
  const report = { notificationId: "n", attempt: 1, outcome: { kind: "delivered" } } as const;
  loop.receive({ kind: "delivered", reports: [report] });
  expect(core.reports).toEqual([report]);
  loop.receive({ kind: "alert_command", id: 7, command: { kind: "preview_silence", matchers: [] }, audit: undefined });
  loop.receive({
    kind: "alert_command",
    id: 8,
    command: { kind: "snooze", alertId: "a", untilMs: 1, by: "ops" },
    audit: undefined,
  });
  expect(posted.filter(({ kind }) => kind === "alert_answer" || kind === "alert_refused")).toMatchObject([
    { kind: "alert_answer", id: 7, result: { kind: "hides" } },
    { kind: "alert_refused", id: 8, error: { message: "the disk is full" } },
  ]);
});
