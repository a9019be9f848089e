import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createAlerting, parseAlertingConfig } from "@jobscope/alerting";
import type { AlertingFile, DeliveryAttempt, DeliveryOutcome } from "@jobscope/alerting";
import { decodeRequest, type RawRequest } from "@jobscope/otlp";
import { openSqliteStore, StoreError, type StoreWriter } from "@jobscope/store";
import { createTracker, readTrackerInputs } from "@jobscope/tracker";

import type { CoreStore } from "../src/journey/core/core-ports.ts";
import { Core } from "../src/journey/core/core.ts";

/** Of the store: it may refuse here. */
export const STORE_POINTS: ReadonlySet<string> = new Set([
  "writing records",
  "writing changes",
  "writing alerts",
  "before commit",
]);

/** Where something can go wrong: each is passed once for every time that the monitor does this. */
export const POINTS = [
  "writing records",
  "writing changes",
  "writing alerts",
  "before commit",
  "after commit",
  "before the channel is called",
  "after the channel accepted",
] as const;
export type Point = (typeof POINTS)[number];

/** `death`: the process is gone, with all that it had in memory. `full`: the store refuses once, the process lives on. */
export type Fault = "death" | "full";

export interface FaultAt {
  readonly fault: Fault;
  /** Counted over all points, from 1. */
  readonly point: number;
}

/** Something that arrives at a time. */
export interface Arrival {
  readonly atMs: number;
  readonly signal: "logs" | "metrics";
  readonly body: string;
}

/** What a receiver that honours ids got: one of each id. */
export interface Taken {
  readonly channel: string;
  readonly attempt: DeliveryAttempt;
  readonly atMs: number;
}

class Death extends Error {}

/** Hundreds of databases that live for milliseconds need no disk. */
const SCRATCH = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

/** How often an arrival is sent again before the test gives up. */
const MAX_SENDS = 5;

/** The real core, store and alerting on a virtual clock, with senders that repeat and channels that honour ids. */
export class CrashingCore implements Disposable {
  readonly taken: Taken[] = [];
  /** Ids that came again with something else in them. */
  readonly changed: string[] = [];
  /** Repetitions that did not say that they might be one. */
  readonly unmarked: string[] = [];
  /** Every point that was passed, in order. */
  readonly points: Point[] = [];
  faults = 0;
  /** What was under way when it went wrong. */
  faultDuring: "an arrival" | "time passing" | "a delivery" | undefined;
  /** What a channel answers; delivered where it says nothing. */
  answer: (attempt: DeliveryAttempt, nowMs: number) => DeliveryOutcome = () => ({ kind: "delivered" });
  nowMs: number;
  /** How far the wall clock of the monitor is set off; its monotonic clock goes on. */
  setOffMs = 0;
  readonly #faultAt: FaultAt | undefined;
  readonly #config: ReturnType<typeof parseAlertingConfig>;
  readonly #directory = mkdtempSync(join(SCRATCH, "jobscope-crash-"));
  readonly #store: StoreWriter;
  readonly #contents = new Map<string, string>();
  #core: Core;
  #doing: NonNullable<CrashingCore["faultDuring"]> = "time passing";
  #queue: DeliveryAttempt[] = [];
  #dead = false;

  constructor(file: AlertingFile, options: { readonly startMs: number; readonly faultAt?: FaultAt | undefined }) {
    this.nowMs = options.startMs;
    this.#faultAt = options.faultAt;
    this.#config = parseAlertingConfig(file);
    this.#store = openSqliteStore({ path: join(this.#directory, "jobscope.db"), durability: "process" });
    this.#core = this.#start();
  }

  /** Plays all arrivals, and time up to `untilMs`. */
  play(arrivals: readonly Arrival[], untilMs: number): void {
    for (const arrival of arrivals) {
      this.#passTime(arrival.atMs);
      this.#send(arrival);
    }
    this.#passTime(untilMs);
  }

  get wallMs(): number {
    return this.nowMs + this.setOffMs;
  }

  [Symbol.dispose](): void {
    this.#store.close();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #passTime(untilMs: number): void {
    for (;;) {
      this.#judge();
      const next = this.#core.nextDeadline();
      if (next === undefined || this.nowMs + next > untilMs) break;
      this.nowMs += Math.max(1, Math.ceil(next));
    }
    this.nowMs = Math.max(this.nowMs, untilMs);
  }

  #judge(): void {
    this.#living("time passing", () => {
      this.#core.probe();
      if ((this.#core.nextDeadline() ?? Infinity) <= 0) this.#core.tick();
    });
    while (this.#queue.length > 0) this.#deliver();
  }

  #deliver(): void {
    this.#living("a delivery", () => {
      const attempt = this.#queue.shift();
      if (attempt === undefined) return;
      this.#pass("before the channel is called");
      const outcome = this.answer(attempt, this.wallMs);
      if (outcome.kind === "delivered") this.#take(attempt);
      this.#pass("after the channel accepted");
      this.#core.delivered([{ notificationId: attempt.notificationId, attempt: attempt.attempt, outcome }]);
    });
  }

  #take(attempt: DeliveryAttempt): void {
    const { channel, notificationId, message, maybeRepeated } = attempt;
    const id = `${channel} ${notificationId}`;
    const content = JSON.stringify(message);
    const earlier = this.#contents.get(id);
    if (earlier === undefined) this.taken.push({ channel, attempt, atMs: this.wallMs });
    else if (!maybeRepeated) this.unmarked.push(id);
    if (earlier !== undefined && earlier !== content) this.changed.push(id);
    this.#contents.set(id, content);
  }

  /** Until it is acknowledged, as every sender does. */
  #send({ signal, body }: Arrival): void {
    for (let sends = 0; sends < MAX_SENDS; sends++) {
      const raw: RawRequest = {
        signal,
        encoding: "json",
        compression: "identity",
        body: new TextEncoder().encode(body),
        receivedMs: this.wallMs,
      };
      let acknowledged = false;
      this.#living("an arrival", () => {
        const [outcome] = this.#core.ingest([raw]);
        acknowledged = outcome?.kind === "accepted" && !this.#dead;
      });
      this.#judge();
      if (acknowledged) return;
    }
    throw new Error(`the monitor did not take it in ${MAX_SENDS} attempts: ${JSON.stringify(this.#core.stats)}`);
  }

  /** The core swallows what its store throws; a dead one is replaced by one that knows what was committed. */
  #living(doing: NonNullable<CrashingCore["faultDuring"]>, work: () => void): void {
    this.#doing = doing;
    try {
      work();
    } catch (error) {
      if (!(error instanceof Death)) throw error;
    }
    if (!this.#dead) return;
    this.#queue = [];
    this.#dead = false;
    this.#core = this.#start();
  }

  #pass(point: Point): void {
    if (this.#dead) throw new Death();
    this.points.push(point);
    const faultAt = this.#faultAt;
    if (faultAt === undefined || faultAt.point !== this.points.length) return;
    this.faults += 1;
    this.faultDuring = this.#doing;
    if (faultAt.fault === "full") throw new StoreError("full", { path: this.#directory, problem: "the disk is full" });
    this.#dead = true;
    throw new Death();
  }

  #start(): Core {
    const store = this.#store;
    const guarded = <T>(point: Point, work: () => T): T => {
      this.#pass(point);
      return work();
    };
    const faulty: CoreStore = {
      assertInPlace: () => store.assertInPlace(),
      writeKey: () => {},
      writeKeyUses: () => {},
      appendAudit: () => {},
      transaction: (work) => {
        if (this.#dead) throw new Death();
        const result = store.transaction(() => {
          const done = work();
          this.#pass("before commit");
          return done;
        });
        this.#pass("after commit");
        return result;
      },
      writeRecords: (request, receivedMs) => guarded("writing records", () => store.writeRecords(request, receivedMs)),
      writeChanges: (changes) => guarded("writing changes", () => store.writeChanges(changes)),
      writeAlerting: (changes) => guarded("writing alerts", () => store.writeAlerting(changes)),
      writeSetting: (name, value) => store.writeSetting(name, value),
      loadSnapshot: () => store.loadSnapshot(),
      findRun: (key) => store.findRun(key),
      findSlots: (jobId, fromMs, toMs) => store.findSlots(jobId, fromMs, toMs),
    };
    const clock = { nowMs: () => this.wallMs, monotonicMs: () => this.nowMs };
    const core = new Core({
      store: faulty,
      createTracker,
      createAlerting: (known) =>
        createAlerting({
          config: this.#config,
          clock,
          sign: (text) => createHash("sha256").update(text).digest("base64url"),
          randomId: () => "not used here",
          snapshot: { ...store.loadAlerting(this.wallMs), ...known },
          archive: store,
        }),
      decode: (raw) => ({ kind: "decoded", request: decodeRequest(raw) }),
      intake: (request) => request,
      readInputs: readTrackerInputs,
      clock,
      onAttempts: (attempts) => {
        if (!this.#dead) this.#queue.push(...attempts);
      },
    });
    core.load();
    return core;
  }
}
