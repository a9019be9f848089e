import type { Alerting, AlertingChange, DeliveryAttempt } from "@jobscope/alerting";
import type { DecodedRequest, LogRecord, RawRequest } from "@jobscope/otlp";
import type { AdminCommand } from "@jobscope/query-api";
import type { AuditEntry } from "@jobscope/store";
import type { Change, Tracker, TrackerInput, TrackerOptions, TrackerSnapshot, TrackerRefusal } from "@jobscope/tracker";
import { describe, expect, it } from "vitest";

import type { CorePorts, CoreStore } from "./core-ports.ts";
import { Core } from "./core.ts";
import { createIntake } from "./intake.ts";

/** A request is text: the names of its records; the fakes act on them. */
const raw = (text: string): RawRequest => ({
  signal: "logs",
  encoding: "json",
  compression: "identity",
  body: new TextEncoder().encode(text),
  receivedMs: 1_000,
});

const textOf = (request: RawRequest): string => new TextDecoder().decode(request.body);

const record = (name: string): LogRecord => ({
  resource: { attributes: {}, schemaUrl: "" },
  scope: { name: name.startsWith("own:") ? "jobscope.monitor" : "test", version: "", attributes: {}, schemaUrl: "" },
  timeMs: 1,
  observedMs: 1,
  severityNumber: 9,
  severityText: "INFO",
  eventName: name,
  body: undefined,
  attributes: {},
  droppedAttributesCount: 0,
  traceId: "",
  spanId: "",
  flags: 0,
});

const change = (name: string): Change => ({ kind: "slot_withdrawn", slotKey: name, jobId: "" });
const nameOf = (one: Change): string => (one.kind === "slot_withdrawn" ? one.slotKey : one.kind);

class SqliteLikeError extends Error {
  readonly code = "ERR_SQLITE_ERROR";
  readonly errcode: number;
  constructor(errcode: number, message: string) {
    super(message);
    this.errcode = errcode;
  }
}

/** Keeps rows in memory with a real rollback, and fails where a test tells it to. */
class FakeStore {
  rows: string[] = [];
  changes: string[] = [];
  alerting: readonly AlertingChange[] = [];
  audit: readonly AuditEntry[] = [];
  commits = 0;
  failCommit: (() => Error | undefined) | undefined;
  failWrite: ((name: string) => Error | undefined) | undefined;
  failLoad: (() => Error | undefined) | undefined;
  failAudit: (() => Error | undefined) | undefined;
  displaced: Error | undefined;
  loads = 0;
  #open = false;

  readonly port: CoreStore = {
    writeKey: () => {},
    writeKeyUses: () => {},
    appendAudit: (entries) => {
      this.#mustBeOpen();
      const failure = this.failAudit?.();
      if (failure) throw failure;
      this.audit = [...this.audit, ...entries];
    },
    transaction: (work) => {
      const { alerting, audit } = this;
      const before = { rows: [...this.rows], changes: [...this.changes], alerting, audit };
      this.#open = true;
      try {
        const result = work();
        const failure = this.failCommit?.();
        if (failure) throw failure;
        this.commits++;
        return result;
      } catch (error) {
        Object.assign(this, before);
        throw error;
      } finally {
        this.#open = false;
      }
    },
    writeRecords: (request) => {
      this.#mustBeOpen();
      for (const { eventName } of logsOf(request)) {
        const failure = this.failWrite?.(eventName);
        if (failure) throw failure;
        if (!this.rows.includes(eventName)) this.rows.push(eventName);
      }
      return { stored: request.records.length, duplicates: 0 };
    },
    writeChanges: (changes) => {
      this.#mustBeOpen();
      this.changes.push(...changes.map(nameOf));
    },
    writeAlerting: (changes) => {
      this.#mustBeOpen();
      this.alerting = [...this.alerting, ...changes];
    },
    assertInPlace: () => {
      if (this.displaced !== undefined) throw this.displaced;
    },
    writeSetting: () => this.#mustBeOpen(),
    loadSnapshot: () => {
      this.loads++;
      const failure = this.failLoad?.();
      if (failure) throw failure;
      return { ...EMPTY, jobs: [], openRuns: [] };
    },
    findRun: () => undefined,
    findSlots: () => [],
  };

  #mustBeOpen(): void {
    if (!this.#open) throw new Error("written outside a transaction");
  }
}

const WATCHED = "billing/invoice";

const EMPTY: TrackerSnapshot = { jobs: [], declarations: [], instances: [], openRuns: [], openSlots: [] };

const logsOf = (request: DecodedRequest): readonly LogRecord[] => (request.signal === "logs" ? request.records : []);

const NONE_REFUSED: TrackerRefusal = { count: 0, reason: "" };

/** Remembers what it accepted since it was made, so that a test sees whether state was thrown away. */
class FakeTracker implements Tracker {
  readonly accepted: string[] = [];
  due: Change[] = [];
  resumed = 0;
  deadline: number | undefined;
  failTick: (() => Error | undefined) | undefined;
  readonly #owner: Harness;

  constructor(owner: Harness) {
    this.#owner = owner;
  }

  accept(_inputs: readonly TrackerInput[]): readonly Change[] {
    const taken = this.#owner.takenInputs.splice(0);
    for (const name of taken) {
      if (name === "poison") throw new TypeError("the tracker cannot take this");
      this.accepted.push(name);
    }
    return taken.map((name) => change(`saw ${name}`));
  }
  refused(): TrackerRefusal {
    return this.accepted.at(-1) === "one job too many" ? { count: 1, reason: "100000 jobs are watched" } : NONE_REFUSED;
  }
  tick(): readonly Change[] {
    const failure = this.failTick?.();
    if (failure) throw failure;
    return this.due.splice(0);
  }
  nextDeadline(): number | undefined {
    return this.deadline;
  }
  receivingResumed(): void {
    this.resumed++;
  }
  retire(jobId: string, reason: string): readonly Change[] {
    return jobId === WATCHED ? [change(`retired: ${reason}`)] : [];
  }
  instance(): undefined {
    return undefined;
  }
}

const ENDED: AlertingChange = { kind: "group_gone", key: "of the job" };
const ATTEMPT = { notificationId: "ended", channel: "console", attempt: 1 } as DeliveryAttempt;

/** Ends an alert of whatever it is told of, and says so. */
function alertingThatIsTold(all: string[][]): Alerting {
  const told: string[] = [];
  all.push(told);
  const nothing = { changes: [], attempts: [] };
  return {
    accept: ({ changes }) => {
      told.push(...changes.map(nameOf));
      return { changes: [ENDED], attempts: [ATTEMPT] };
    },
    tick: () => nothing,
    delivered: () => nothing,
    command: () => ({ result: { kind: "refused", detail: "nobody commands it" }, output: nothing }),
    nextDeadline: () => undefined,
    health: () => {
      throw new Error("nobody asks");
    },
  };
}

class Harness {
  readonly store = new FakeStore();
  readonly trackers: FakeTracker[] = [];
  readonly committed: string[] = [];
  readonly attempts: DeliveryAttempt[] = [];
  /** Of each alerting that was made, the changes that it was told. */
  readonly alerted: string[][] = [];
  readonly takenInputs: string[] = [];
  /** What the resources of requests name. */
  service: string | undefined;
  nowMs = 10_000;
  prepareTracker: (tracker: FakeTracker) => void = () => {};
  readonly core: Core;

  constructor({ withAlerting = false }: { readonly withAlerting?: boolean } = {}) {
    const ports: CorePorts = {
      store: this.store.port,
      createTracker: (_options: TrackerOptions) => {
        const tracker = new FakeTracker(this);
        this.prepareTracker(tracker);
        this.trackers.push(tracker);
        return tracker;
      },
      decode: (request) => {
        const text = textOf(request);
        if (text === "garbage") return { kind: "malformed", message: "not OTLP" };
        if (text === "bomb") return { kind: "too_large", message: "inflates beyond the limit" };
        if (text === "bug") throw new RangeError("decoder broke");
        const attributes = this.service === undefined ? {} : { "service.name": this.service };
        const resource = { attributes, schemaUrl: "" };
        const records = text.split(",").map((name) => ({ ...record(name), resource }));
        return {
          kind: "decoded",
          request: {
            signal: "logs",
            records,
            rejected: text === "partial" ? 2 : 0,
            rejectedReason: text === "partial" ? "too deep" : "",
          },
        };
      },
      intake: createIntake((request) => request),
      readInputs: (request) => {
        this.takenInputs.push(...logsOf(request).map(({ eventName }) => eventName));
        const odd = logsOf(request).filter(({ eventName }) => eventName === "odd event").length;
        return { inputs: [], malformed: odd, malformedReason: odd > 0 ? "job.run.id is missing" : "" };
      },
      clock: { nowMs: () => this.nowMs, monotonicMs: () => this.nowMs },
      onCommitted: (changes) => this.committed.push(...changes.map(nameOf)),
      onAttempts: (attempts) => this.attempts.push(...attempts),
      ...(withAlerting && { createAlerting: () => alertingThatIsTold(this.alerted) }),
    };
    this.core = new Core(ports);
    this.core.load();
  }

  get tracker(): FakeTracker {
    const tracker = this.trackers.at(-1);
    if (!tracker) throw new Error("no tracker was made");
    return tracker;
  }

  ingest(...texts: string[]): readonly string[] {
    return this.core.ingest(texts.map(raw)).map((outcome) => outcome.kind);
  }
}

describe("a group of requests", () => {
  it("becomes one transaction, and is told to others after it", () => {
    const harness = new Harness();
    expect(harness.ingest("a", "b,c")).toEqual(["accepted", "accepted"]);
    expect(harness.store.commits).toBe(1);
    expect(harness.store.rows).toEqual(["a", "b", "c"]);
    expect(harness.store.changes).toEqual(["saw a", "saw b", "saw c"]);
    expect(harness.committed).toEqual(["saw a", "saw b", "saw c"]);
    expect(harness.core.stats).toMatchObject({ groups: 1, requests: 2, reloads: 0, lastCommitMs: 10_000 });
  });

  it("with undecodable requests in it fails these alone, without a rollback", () => {
    const harness = new Harness();
    expect(harness.ingest("a", "garbage", "bomb", "bug", "b")).toEqual([
      "accepted",
      "malformed",
      "too_large",
      "malformed",
      "accepted",
    ]);
    expect(harness.store.rows).toEqual(["a", "b"]);
    expect(harness.core.stats).toMatchObject({ reloads: 0, malformed: 3 });
  });

  it("with one that names a service that its sender may not write for stores nothing of that one", () => {
    const harness = new Harness();
    const send = (text: string, services: readonly string[]) =>
      harness.core.ingest([{ ...raw(text), sender: { id: "key", address: "", services } }])[0];
    expect(send("a", ["billing"])).toMatchObject({
      kind: "forbidden",
      message: expect.stringMatching(/names no service.*may write for billing only/),
    });
    expect(harness.store.rows).toEqual([]);
    harness.service = "billing";
    expect(send("b,c", ["mail", "billing"])?.kind).toBe("accepted");
    expect(send("d", ["bill"])).toMatchObject({ message: expect.stringContaining('names the service "billing"') });
    expect(harness.core.ingest([raw("e")])[0]?.kind).toBe("accepted");
    expect(harness.store.rows).toEqual(["b", "c", "e"]);
    expect(harness.core.stats).toMatchObject({ malformed: 0, reloads: 0, poisoned: 0 });
  });

  it("reports items that a bound left out", () => {
    const harness = new Harness();
    expect(harness.core.ingest([raw("partial")])).toEqual([{ kind: "accepted", rejected: 2, message: "too deep" }]);
  });

  it("tells the sender of job events that break the contract, and stores them", () => {
    const harness = new Harness();
    const [outcome] = harness.core.ingest([raw("a,odd event")]);
    expect(outcome).toMatchObject({
      kind: "accepted",
      rejected: 0,
      message: expect.stringContaining("job.run.id is missing"),
    });
    expect(harness.store.rows).toEqual(["a", "odd event"]);
  });

  it("tells the sender of job events that a bound left out, and stores them", () => {
    const harness = new Harness();
    expect(harness.core.ingest([raw("one job too many")])).toEqual([
      { kind: "accepted", rejected: 0, message: "1 job events were not judged: 100000 jobs are watched" },
    ]);
    expect(harness.store.rows).toEqual(["one job too many"]);
  });

  it("ignores conclusions that a monitor itself forwarded", () => {
    const harness = new Harness();
    expect(harness.ingest("own:lost,a", "own:missed")).toEqual(["accepted", "accepted"]);
    expect(harness.store.rows).toEqual(["a"]);
    expect(harness.tracker.accepted).toEqual(["a"]);
  });
});

describe("a poison request", () => {
  it("that the tracker cannot take fails alone; the others are stored once", () => {
    const harness = new Harness();
    const outcomes = harness.core.ingest(["a", "poison", "b"].map(raw));
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(["accepted", "malformed", "accepted"]);
    expect(outcomes[1]).toMatchObject({ message: expect.stringContaining("the tracker cannot take this") });
    expect(harness.store.rows).toEqual(["a", "b"]);
    expect(harness.store.changes).toEqual(["saw a", "saw b"]);
    expect(harness.committed).toEqual(["saw a", "saw b"]);
    expect(harness.core.stats).toMatchObject({ poisoned: 1, malformed: 1, trouble: undefined });
  });

  it("is no trouble of the store, even as the last one", () => {
    const harness = new Harness();
    expect(harness.ingest("a", "poison")).toEqual(["accepted", "malformed"]);
    expect(harness.core.stats.trouble).toBeUndefined();
  });

  it("that the store cannot take leaves no half of it in the tracker", () => {
    const harness = new Harness();
    harness.store.failWrite = (name) => (name === "odd" ? new Error("constraint failed") : undefined);
    expect(harness.ingest("a", "odd", "b")).toEqual(["accepted", "malformed", "accepted"]);
    expect(harness.tracker.accepted).not.toContain("odd");
    expect(harness.store.changes).toEqual(["saw a", "saw b"]);
  });
});

describe("a failing COMMIT", () => {
  it("on a full disk loses and invents nothing: all are told to send again, and the next attempt works", () => {
    const harness = new Harness();
    let full = true;
    harness.store.failCommit = () => (full ? new SqliteLikeError(13, "database or disk is full") : undefined);
    const outcomes = harness.core.ingest(["a", "b", "c"].map(raw));
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(["unavailable", "unavailable", "unavailable"]);
    expect(outcomes[0]).toMatchObject({ retryAfterSeconds: 10, message: expect.stringContaining("full") });
    expect(harness.store.rows).toEqual([]);
    expect(harness.committed).toEqual([]);
    expect(harness.core.stats.trouble).toContain("full");
    // The group, then the first alone; the other two are spared the attempt.
    expect(harness.core.stats.reloads).toBe(2);

    full = false;
    expect(harness.ingest("a", "b", "c")).toEqual(["accepted", "accepted", "accepted"]);
    expect(harness.store.rows).toEqual(["a", "b", "c"]);
    expect(harness.tracker.accepted).toEqual(["a", "b", "c"]);
    expect(harness.core.stats.trouble).toBeUndefined();
  });

  it("that fails once is repaired at once, one request at a time", () => {
    const harness = new Harness();
    let failures = 1;
    harness.store.failCommit = () => (failures-- > 0 ? new SqliteLikeError(5, "database is locked") : undefined);
    expect(harness.ingest("a", "b")).toEqual(["accepted", "accepted"]);
    expect(harness.store.changes).toEqual(["saw a", "saw b"]);
  });

  it("is found to be over while nobody sends anything", () => {
    const harness = new Harness();
    let full = true;
    harness.store.failCommit = () => (full ? new SqliteLikeError(13, "full") : undefined);
    harness.ingest("a");
    harness.core.probe();
    expect(harness.core.stats.trouble).toContain("full");
    full = false;
    harness.core.probe();
    expect(harness.core.stats.trouble).toContain("full");
    harness.nowMs += 5_000;
    harness.core.probe();
    expect(harness.core.stats.trouble).toBeUndefined();
    const { resumed } = harness.tracker;
    harness.core.tick();
    expect(harness.tracker.resumed).toBe(resumed);
  });

  it("is found while nobody sends anything, with one look a second, where the file is no longer in its place", () => {
    const harness = new Harness();
    harness.core.probe();
    harness.store.displaced = Object.assign(new Error("jobscope.db: it was deleted"), { code: "displaced" });
    harness.core.probe();
    expect(harness.core.stats.trouble).toBeUndefined();
    harness.nowMs += 1_000;
    harness.core.probe();
    expect(harness.core.stats.trouble).toContain("jobscope.db: it was deleted");
  });

  it("answers again once the state can be read back", () => {
    const harness = new Harness();
    let broken = true;
    harness.store.failCommit = () => (broken ? new SqliteLikeError(10, "disk I/O error") : undefined);
    harness.store.failLoad = () => (broken ? new SqliteLikeError(10, "disk I/O error") : undefined);
    expect(harness.ingest("a")).toEqual(["unavailable"]);
    expect(harness.ingest("a")).toEqual(["unavailable"]);
    harness.core.tick();
    expect(harness.core.stats.timerTrouble).toContain("I/O error");
    broken = false;
    expect(harness.ingest("a")).toEqual(["accepted"]);
    expect(harness.store.rows).toEqual(["a"]);
  });

  it("is never the sender's fault where the stored state cannot be read back, whatever the reason", () => {
    const harness = new Harness();
    let broken = true;
    harness.store.failCommit = () => (broken ? new SqliteLikeError(10, "disk I/O error") : undefined);
    expect(harness.ingest("a")).toEqual(["unavailable"]);
    harness.store.failLoad = () => (broken ? new TypeError("column run_ref: expected bytes or text") : undefined);
    expect(harness.ingest("a", "b")).toEqual(["unavailable", "unavailable"]);
    expect(harness.core.stats.trouble).toContain("column run_ref");
    expect(harness.core.stats.poisoned).toBe(0);
    broken = false;
    expect(harness.ingest("a", "b")).toEqual(["accepted", "accepted"]);
    expect(harness.store.rows).toEqual(["a", "b"]);
  });
});

describe("leases", () => {
  it("start anew when the state was loaded", () => {
    expect(new Harness().tracker.resumed).toBe(1);
  });

  it("start anew at each look while requests are refused, and at the first that is stored again", () => {
    const harness = new Harness();
    let full = true;
    harness.store.failCommit = () => (full ? new SqliteLikeError(13, "full") : undefined);
    harness.ingest("a");
    harness.core.tick();
    expect(harness.tracker.resumed).toBe(2);
    harness.core.tick();
    expect(harness.tracker.resumed).toBe(3);
    full = false;
    harness.ingest("a");
    expect(harness.tracker.resumed).toBe(4);
    harness.core.tick();
    expect(harness.tracker.resumed).toBe(4);
  });
});

describe("deadlines", () => {
  it("are judged in a transaction of their own, and told", () => {
    const harness = new Harness();
    harness.tracker.due = [change("missed")];
    harness.core.tick();
    expect(harness.store.changes).toEqual(["missed"]);
    expect(harness.committed).toEqual(["missed"]);
    harness.core.tick();
    expect(harness.store.commits).toBe(1);
  });

  it("that cannot be written are judged again from the stored state, with a pause that grows", () => {
    const harness = new Harness();
    let full = true;
    harness.store.failCommit = () => (full ? new SqliteLikeError(13, "full") : undefined);
    harness.prepareTracker = (tracker) => (tracker.due = [change("missed")]);
    harness.tracker.due = [change("missed")];
    harness.core.tick();
    expect(harness.store.changes).toEqual([]);
    expect(harness.committed).toEqual([]);
    expect(harness.core.nextDeadline()).toBe(1_000);
    harness.nowMs += 1_000;
    harness.core.tick();
    expect(harness.core.nextDeadline()).toBe(2_000);
    full = false;
    harness.core.tick();
    expect(harness.store.changes).toEqual([]);
    harness.nowMs += 2_000;
    harness.core.tick();
    expect(harness.store.changes).toEqual(["missed"]);
    expect(harness.core.stats.timerTrouble).toBeUndefined();
  });

  it("that the tracker throws on never stop ingest", () => {
    const harness = new Harness();
    harness.tracker.failTick = () => new Error("bug in a deadline");
    harness.core.tick();
    expect(harness.core.stats.timerTrouble).toContain("bug in a deadline");
    expect(harness.ingest("a")).toEqual(["accepted"]);
  });

  it("are announced by the tracker", () => {
    const harness = new Harness();
    expect(harness.core.nextDeadline()).toBeUndefined();
    harness.tracker.deadline = 70;
    expect(harness.core.nextDeadline()).toBe(70);
  });
});

describe("a job that an admin retires", () => {
  const audit: AuditEntry = {
    atMs: 10_000,
    actor: "key-1",
    role: "admin",
    action: "jobs.retire",
    target: WATCHED,
    outcome: "done",
    detail: "not used any more",
    address: "192.0.2.0",
    requestId: "order-4711",
    count: 1,
  };
  const retire = (jobId = WATCHED): AdminCommand => ({ kind: "retire_job", jobId, reason: "not used any more", audit });

  it("is written with its end of alerts and the line of the audit in one transaction, and told after it", () => {
    const harness = new Harness({ withAlerting: true });
    harness.store.failCommit = () => {
      expect([harness.committed, harness.attempts]).toEqual([[], []]);
      return undefined;
    };
    expect(harness.core.adminCommand(retire())).toBe("done");
    const { commits, changes, alerting, audit: lines } = harness.store;
    expect({ commits, changes, alerting, lines }).toEqual({
      commits: 1,
      changes: ["retired: not used any more"],
      alerting: [ENDED],
      lines: [audit],
    });
    expect(harness.alerted).toEqual([["retired: not used any more"]]);
    expect(harness.committed).toEqual(["retired: not used any more"]);
    expect(harness.attempts).toEqual([ATTEMPT]);
  });

  it("stays watched where the audit cannot be written: nothing is stored, told or remembered", () => {
    const harness = new Harness({ withAlerting: true });
    const before = harness.tracker;
    harness.store.failAudit = () => new SqliteLikeError(13, "database or disk is full");
    expect(() => harness.core.adminCommand(retire())).toThrow("disk is full");
    const { commits, changes, alerting, audit: lines } = harness.store;
    expect({ commits, changes, alerting, lines }).toEqual({ commits: 0, changes: [], alerting: [], lines: [] });
    expect([harness.committed, harness.attempts]).toEqual([[], []]);
    expect(harness.core.stats).toMatchObject({ reloads: 1, trouble: expect.stringContaining("full") });

    harness.store.failAudit = undefined;
    expect(harness.core.adminCommand(retire())).toBe("done");
    expect(harness.tracker).not.toBe(before);
    expect(harness.store.changes).toEqual(["retired: not used any more"]);
    expect(harness.store.audit).toEqual([audit]);
    // The second alerting knows nothing of the first attempt.
    expect(harness.alerted).toEqual([["retired: not used any more"], ["retired: not used any more"]]);
  });

  it("that nobody watches is not found, and leaves no line", () => {
    const harness = new Harness({ withAlerting: true });
    expect(harness.core.adminCommand(retire("billing/unknown"))).toBe("not_found");
    const { commits, changes, alerting, audit: lines } = harness.store;
    expect({ commits, changes, alerting, lines }).toEqual({ commits: 0, changes: [], alerting: [], lines: [] });
    expect(harness.alerted).toEqual([[]]);
    expect(harness.core.stats.reloads).toBe(0);
  });
});
