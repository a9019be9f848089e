import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { decodeRequest, type RawRequest } from "@jobscope/otlp";
import { openSqliteReader, openSqliteStore, StoreError } from "@jobscope/store";
import { createTracker, readTrackerInputs, type Run } from "@jobscope/tracker";
import * as fc from "fast-check";
import { expect, it, onTestFinished } from "vitest";

import { Core } from "./core.ts";

const NOW_MS = 1_764_000_000_000;

/** The core over the real decoder, tracker and store, on a clock that stands still. */
function realCore(failCommit: () => boolean = () => false) {
  const directory = mkdtempSync(join(tmpdir(), "jobscope-core-"));
  const path = join(directory, "jobscope.db");
  const store = openSqliteStore({ path, durability: "process" });
  const reader = openSqliteReader({ path });
  const close = (): void => {
    store.close();
    reader.close();
    rmSync(directory, { recursive: true, force: true });
  };
  const core = new Core({
    store: {
      assertInPlace: () => store.assertInPlace(),
      writeKey: () => {},
      writeKeyUses: () => {},
      appendAudit: () => {},
      transaction: (work) =>
        store.transaction(() => {
          const result = work();
          if (failCommit()) throw new StoreError("full", { path, problem: "the disk is full" });
          return result;
        }),
      writeRecords: (decoded, receivedMs) => store.writeRecords(decoded, receivedMs),
      writeAlerting: (changes) => store.writeAlerting(changes),
      writeChanges: (changes) => store.writeChanges(changes),
      writeSetting: (name, value) => store.writeSetting(name, value),
      loadSnapshot: () => store.loadSnapshot(),
      findRun: (key) => store.findRun(key),
      findSlots: (jobId, fromMs, toMs) => store.findSlots(jobId, fromMs, toMs),
    },
    createTracker,
    decode: (raw) => ({ kind: "decoded", request: decodeRequest(raw) }),
    intake: (decoded) => decoded,
    readInputs: readTrackerInputs,
    clock: { nowMs: () => NOW_MS, monotonicMs: () => 1_000 },
  });
  core.load();
  return { core, reader, close };
}

type Value = string | number | boolean | null | readonly string[];

const anyValue = (value: Value): unknown => {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number")
    return Number.isSafeInteger(value) ? { intValue: value } : { doubleValue: String(value) };
  return value === null ? {} : { arrayValue: { values: value.map(anyValue) } };
};

interface Event {
  readonly name: string;
  readonly timeMs: number;
  readonly attributes: Readonly<Record<string, Value>>;
}

function request(events: readonly Event[], instance: string = "i"): RawRequest {
  const keyValues = (attributes: Readonly<Record<string, Value>>): unknown =>
    Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));
  const resource = { attributes: keyValues({ "service.name": "s", "service.instance.id": instance }) };
  const logRecords = events.map(({ name, timeMs, attributes }) => ({
    eventName: name,
    timeUnixNano: `${Math.max(0, Math.floor(timeMs))}000000`,
    attributes: keyValues(attributes),
  }));
  const body = JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ scope: { name: "x" }, logRecords }] }] });
  return {
    signal: "logs",
    encoding: "json",
    compression: "identity",
    body: new TextEncoder().encode(body),
    receivedMs: NOW_MS,
  };
}

const NAMES = [
  "job.declared",
  "job.paused",
  "job.resumed",
  "job.removed",
  "job.run.start",
  "job.run.heartbeat",
  "job.run.progress",
  "job.run.end",
  "job.run.exception",
  "job.run.skip",
  "job.slot.missed",
  "job.process.start",
  "job.process.heartbeat",
  "job.process.stop",
  "job.unknown",
  "",
];

const odd: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom<Value>("", "success", "failure", "schedule", "cron", "instance", "cluster", "paused", "not a date"),
  fc.constantFrom<Value>("2026-11-25T00:00:00Z", "0001-01-01T00:00:00Z", "+275760-09-13T00:00:00.000Z", "9999-99-99"),
  fc.constantFrom<Value>(0, -1, 1e308, -1e308, Number.NaN, Infinity, 2 ** 53, 0.1, 1e-320, true, null),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.array(fc.constantFrom("2026-11-25T00:00:00Z", "x", ""), { maxLength: 5 }),
);

const KEYS = [
  "job.run.result",
  "job.run.duration",
  "job.run.delay",
  "job.run.start_time",
  "job.run.scheduled_time",
  "job.run.trigger",
  "job.run.attempt",
  "job.run.progress",
  "job.run.skip.reason",
  "job.run.heartbeat.interval",
  "job.schedule.type",
  "job.schedule.next_times",
  "job.schedule.expression",
  "job.scope",
  "job.start_margin",
  "job.early_tolerance",
  "job.max_runtime",
  "job.finish_by",
  "job.event.sequence",
  "job.slot.from",
  "job.slot.to",
  "job.slot.count",
  "job.slot.missed.cause",
  "job.process.start_time",
  "job.process.heartbeat.sequence",
  "job.process.heartbeat.interval",
  "job.process.active_runs",
  "job.process.longest_block",
  "job.process.found_dead",
  "error.type",
  "log.record.uid",
];

const hostileEvent: fc.Arbitrary<Event> = fc.record({
  name: fc.constantFrom(...NAMES),
  timeMs: fc.constantFrom(0, NOW_MS, NOW_MS - 3_600_000, NOW_MS + 3_600_000, 18_446_744_073_708),
  attributes: fc
    .record({
      name: fc.constantFrom<Value>("a", "b", "", "\u0000", "😀"),
      run: fc.constantFrom<Value>("r1", "r2", "r3", ""),
      others: fc.dictionary(fc.constantFrom(...KEYS), odd, { maxKeys: 8 }),
    })
    .map(({ name, run, others }) => ({ "job.name": name, "job.run.id": run, ...others })),
});

it("takes whatever job events hold: no event makes tracker or store fail", () => {
  const { core, close } = realCore();
  onTestFinished(close);
  fc.assert(
    fc.property(fc.array(hostileEvent, { minLength: 1, maxLength: 12 }), (events) => {
      const outcomes = core.ingest([request(events)]);
      core.tick();
      expect(outcomes).toMatchObject([{ kind: "accepted" }]);
      expect(core.stats).toMatchObject({ reloads: 0, poisoned: 0, timerTrouble: undefined });
    }),
    { numRuns: 300 },
  );
});

const runEvents = (run: number): readonly Event[] => {
  const attributes = { "job.name": `job-${run % 3}`, "job.run.id": `run-${run}` };
  const start = {
    name: "job.run.start",
    timeMs: NOW_MS + run,
    attributes: { ...attributes, "log.record.uid": `${run}s` },
  };
  const end = {
    name: "job.run.end",
    timeMs: NOW_MS + run + 500,
    attributes: { ...attributes, "log.record.uid": `${run}e`, "job.run.result": run % 4 === 0 ? "failure" : "success" },
  };
  return run % 5 === 0 ? [start] : [start, end];
};

const plain = (runs: readonly Run[]): unknown =>
  runs
    .map(({ key, state, startMs, endMs, durationMs }) => ({ key, state, startMs, endMs, durationMs }))
    .toSorted((a, b) => a.key.localeCompare(b.key));

it("ends with the same runs and jobs whichever commits fail, as long as what was refused is sent again", () => {
  let failures = 0;
  fc.assert(
    fc.property(
      fc.shuffledSubarray(
        Array.from({ length: 24 }, (_, run) => run),
        { minLength: 8 },
      ),
      fc.infiniteStream(fc.boolean()),
      fc.integer({ min: 1, max: 7 }),
      (order, faults, groupSize) => {
        const requests = order.map((run) => request(runEvents(run)));
        let budget = 40;
        const faulty = realCore(() => budget-- > 0 && faults.next().value === true);
        const sound = realCore();
        try {
          sound.core.ingest(requests);
          let waiting = requests;
          for (let round = 0; waiting.length > 0 && round < 200; round++) {
            const group = waiting.slice(0, groupSize);
            const outcomes = faulty.core.ingest(group);
            expect(outcomes.every(({ kind }) => kind === "accepted" || kind === "unavailable")).toBe(true);
            const refused = group.filter((_, index) => outcomes[index]?.kind === "unavailable");
            waiting = [...waiting.slice(groupSize), ...refused];
          }
          expect(waiting).toEqual([]);
          failures += faulty.core.stats.reloads;
          const runsOf = ({ reader }: typeof sound): unknown => plain(reader.runs({ limit: 1_000 }).items);
          const countsOf = ({ reader }: typeof sound): unknown => reader.health().rows;
          expect(runsOf(faulty)).toEqual(runsOf(sound));
          expect(countsOf(faulty)).toEqual(countsOf(sound));
        } finally {
          faulty.close();
          sound.close();
        }
      },
    ),
    { numRuns: 25 },
  );
  expect(failures).toBeGreaterThan(25);
});
