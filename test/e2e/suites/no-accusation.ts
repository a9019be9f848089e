import { setTimeout as sleep } from "node:timers/promises";

/**
 * Nobody is accused falsely. The services have clocks of their own that run twenty times as fast as real time, so that
 * minutely work goes by in seconds; what they send is judged in their time.
 */
import type { SlotResource } from "@jobscope/query-api";
import { OtlpRelay, waitFor } from "@jobscope/testkit";
import { describe, expect, test } from "vitest";

import type { ScheduledJob } from "../services/schedule-jobs.ts";
import { startService } from "../support/service-process.ts";
import { sharedMonitor } from "../support/shared-monitor.ts";

const SPEED = 20;
const HOUR_MS = 3_600_000;
/** How long this many minutes of the services are for us. */
const minutes = (count: number): number => (count * 60_000) / SPEED;

// Of the four libraries these two start however late their timer is: node-cron and cron would see each hiccup of a busy
// machine as twenty times as long and skip.
const jobs: readonly ScheduledJob[] = [
  { library: "croner", name: "half-minutely", cron: "*/30 * * * * *", act: { kind: "sleep", ms: 50 } },
  { library: "node-schedule", name: "minutely", cron: "0 * * * * *", act: { kind: "sleep", ms: 50 } },
];

const monitor = sharedMonitor();

interface Sender {
  readonly offsetMs?: number;
  readonly epochMs?: number;
  readonly beat?: number;
  readonly endpoint?: string;
}

const service = (name: string, { beat = 15, endpoint = monitor.otlp, ...clock }: Sender) =>
  startService({ name, endpoint, tmp: monitor.folder, elsewhere: true, beat, jobs, clock: { speed: SPEED, ...clock } });

const shown = (slots: readonly SlotResource[]): readonly string[] =>
  slots.map(
    (slot) => `${slot.job_name} ${slot.time} ${slot.state} ${slot.missed_cause ?? ""} ${slot.late ? "late" : ""}`,
  );

/** Watches the API for `forMs`; gives back every verdict that it showed and that accuses somebody. */
async function accusations(name: string, forMs: number): Promise<Set<string>> {
  const seen = new Set<string>();
  const until = performance.now() + forMs;
  while (performance.now() < until) {
    const [missed, errors] = await Promise.all([
      monitor.api.slots(`service=${name}&state=missed`),
      monitor.api.runs(`service=${name}&state=error`),
    ]);
    for (const line of shown(missed)) seen.add(line);
    for (const run of errors) seen.add(`${run.job_name} ${run.start_time} ${run.error?.type}`);
    await sleep(200);
  }
  return seen;
}

describe.concurrent("no false accusation", { timeout: 60_000 }, () => {
  test("a backlog of five minutes, held for longer than the lease, that is delivered at once", async () => {
    const name = "backlog";
    await using relay = await OtlpRelay.start(monitor.otlp);
    // A lease of 2 x 2 s + 5 s.
    await using program = await service(name, { beat: 2, endpoint: relay.url });
    program.tell("long 600000");
    await sleep(minutes(1.5));
    relay.mode = "hold";
    const seen = await accusations(name, minutes(5));
    // The run that is under way was given up for the time being, for silence; nothing else was held against anybody.
    // Later on a busy machine: a process whose event loop stands still for long may be silent for longer.
    const long = await monitor.api.untilRun(`service=${name}&job=long`, ({ state }) => state === "error");
    expect(long).toMatchObject({ state: "error", provisional: true, lost_cause: "process_lost" });
    expect([...seen].filter((line) => !line.startsWith("long "))).toEqual([]);
    expect(relay.heldRequests).toBeGreaterThan(5);
    const before = await monitor.api.slots(`service=${name}&state=met`);
    await relay.deliver();
    await monitor.api.untilRun(`service=${name}&job=long`, ({ state }) => state === "running");
    expect(await accusations(name, minutes(1))).toEqual(new Set());
    const { instances } = await monitor.api.job(`service=${name}&job=minutely`);
    expect(instances.map(({ state }) => state)).toEqual(["live"]);
    await program.end("SIGTERM");
    const met = await monitor.api.slots(`service=${name}&state=met`);
    expect(met.length - before.length).toBeGreaterThanOrEqual(14);
    const open = (await monitor.api.slots(`service=${name}`)).filter(
      ({ state }) => !["met", "expected"].includes(state),
    );
    expect(shown(open)).toEqual([]);
    // The last end of a run comes on its own way, and may come after the process that sent it is gone.
    await waitFor(
      "the end of every run",
      async () => (await monitor.api.runs(`service=${name}&state=running`)).length === 0,
      10_000,
    );
    const runs = await monitor.api.runs(`service=${name}`);
    expect(new Set(runs.map(({ state }) => state).filter((state) => state !== "cancellation"))).toEqual(
      new Set(["success"]),
    );
  });

  test.each([
    ["ahead", HOUR_MS],
    ["behind", -HOUR_MS],
  ])("a sender whose clock is an hour %s: no miss is invented, and a real one is found", async (which, offsetMs) => {
    const name = `hour-${which}`;
    await using program = await service(name, { offsetMs });
    expect(await accusations(name, minutes(2))).toEqual(new Set());
    const met = await monitor.api.slots(`service=${name}&state=met`);
    expect(met.length).toBeGreaterThanOrEqual(4);
    const off = Date.parse(met[0]?.time ?? "") - Date.now();
    expect(Math.abs(off - offsetMs)).toBeLessThan(HOUR_MS / 4);

    // Three minutes of the service's time in which no timer fires.
    program.tell(`block ${minutes(3)}`);
    const missed = await monitor.api.until(
      () => monitor.api.slots(`service=${name}&job=half-minutely&state=missed`),
      (slots) => slots.reduce((sum, slot) => sum + (slot.count ?? 1), 0) >= 4,
    );
    expect(new Set(missed.map((slot) => slot.missed_cause))).toEqual(new Set(["blocked_loop"]));
    expect(await monitor.api.runs(`service=${name}&state=error`)).toEqual([]);
  });

  test("a rolling restart of two instances", async () => {
    const name = "rolling";
    const epochMs = Date.now();
    const replica = () => service(name, { epochMs });
    await using a1 = await replica();
    await using b1 = await replica();
    const watch = accusations(name, minutes(5.5));
    await sleep(minutes(1.5));
    await using _a2 = await replica();
    await a1.end("SIGTERM");
    await sleep(minutes(1));
    await using _b2 = await replica();
    await b1.end("SIGTERM");
    expect(await watch).toEqual(new Set());
    const unknown = await monitor.api.slots(`service=${name}&state=unknown`);
    expect(shown(unknown)).toEqual([]);
    const { instances } = await monitor.api.job(`service=${name}&job=minutely`);
    expect(instances.map(({ state }) => state).toSorted()).toEqual(["live", "live", "stopped", "stopped"]);
    expect((await monitor.api.slots(`service=${name}&state=met`)).length).toBeGreaterThan(12);
  });
});
