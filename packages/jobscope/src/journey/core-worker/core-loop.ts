import type { AlertCommand } from "@jobscope/alerting";
import type { RawRequest } from "@jobscope/otlp";
import type { AdminCommand } from "@jobscope/query-api";
import type { AuditEntry, RetentionPolicy, StoreWriter } from "@jobscope/store";
import type { TrackerClock } from "@jobscope/tracker";

import { messageOf } from "../../config/error-text.ts";
import type { Core } from "../core/core.ts";
import { toWireError } from "../wire-error.ts";
import type { FromCore, RetentionStatus, ToCore } from "./core-protocol.ts";
import { ReceptionWatch } from "./reception-watch.ts";

/** Timers further away than this wait in steps: a longer delay overflows to 1 ms, and each step looks for gaps. */
const LONGEST_SLEEP_MS = 1_000;
/** A deadline that is due at once still lets waiting requests in first. */
const SHORTEST_SLEEP_MS = 5;
const RETENTION_EVERY_MS = 60_000;
const FIRST_RETENTION_MS = 5_000;
/** Between two chunks of clean-up, so that requests get their turn. */
const RETENTION_CHUNK_PAUSE_MS = 100;

/** Setting that holds the wall clock of the last stop in order; empty while the monitor runs. */
export const SETTING_CLEAN_STOP = "monitor.clean_stop_ms";

export interface CoreLoopOptions {
  readonly core: Core;
  readonly store: Pick<StoreWriter, "enforceRetention" | "readSetting" | "writeSetting" | "close">;
  readonly clock: TrackerClock;
  readonly post: (message: FromCore) => void;
  /** A group is taken this long after its first request arrived, or when it has this many bytes. */
  readonly groupDelayMs: number;
  readonly groupBytes: number;
  readonly retention: RetentionPolicy;
}

/** The core worker's turn-taking: requests in groups, deadlines, clean-up between groups, all on one thread. */
export class CoreLoop {
  readonly #options: CoreLoopOptions;
  readonly #watch: ReceptionWatch;
  #waiting: { readonly id: number; readonly request: RawRequest }[] = [];
  #waitingBytes = 0;
  #groupTimer: NodeJS.Timeout | undefined;
  #deadlineTimer: NodeJS.Timeout | undefined;
  #retentionTimer: NodeJS.Timeout | undefined;
  #retention: RetentionStatus = { lastRunMs: 0, bytes: 0, capped: false, trouble: undefined };
  #cleanStart = true;
  #stopped = false;

  constructor(options: CoreLoopOptions) {
    this.#options = options;
    this.#watch = new ReceptionWatch(options.clock);
  }

  start(): void {
    const { store, post } = this.#options;
    this.#cleanStart = store.readSetting(SETTING_CLEAN_STOP) !== "";
    store.writeSetting(SETTING_CLEAN_STOP, "");
    this.#sleepUntilDeadline();
    this.#retentionTimer = setTimeout(() => this.#cleanUp(), FIRST_RETENTION_MS);
    post({ kind: "ready" });
  }

  receive(message: ToCore): void {
    if (this.#stopped) return;
    switch (message.kind) {
      case "ingest":
        return this.#enqueue(message.id, message.request);
      case "pulse":
        this.#watch.pulse();
        return this.#postStatus(message.id);
      case "receiving_resumed":
        return this.#options.core.receivingResumed();
      case "read_setting":
        return this.#setting(message.id, () => this.#options.store.readSetting(message.name));
      case "write_setting":
        return this.#setting(message.id, () => {
          this.#options.store.writeSetting(message.name, message.value);
          return message.value;
        });
      case "delivered":
        this.#options.core.delivered(message.reports);
        return this.#judge();
      case "alert_command":
        return this.#alertCommand(message.id, message.command, message.audit);
      case "admin_command":
        return this.#adminCommand(message.id, message.command);
      case "stop":
        return this.#stop();
    }
  }

  #enqueue(id: number, request: RawRequest): void {
    this.#waiting.push({ id, request });
    this.#waitingBytes += request.body.byteLength;
    if (this.#waitingBytes >= this.#options.groupBytes) this.#takeGroup();
    else this.#groupTimer ??= setTimeout(() => this.#takeGroup(), this.#options.groupDelayMs);
  }

  #takeGroup(): void {
    clearTimeout(this.#groupTimer);
    this.#groupTimer = undefined;
    const group = this.#waiting;
    this.#waiting = [];
    this.#waitingBytes = 0;
    if (group.length === 0) return;
    this.#lookForGap();
    const { core } = this.#options;
    const { trouble } = core.stats;
    const answers = core.ingest(group.map(({ request }) => request));
    // Who is told to come again and asks for the health must find the reason there.
    if (core.stats.trouble !== trouble) this.#postStatus(0);
    const outcomes = answers.flatMap((outcome, index) => {
      const entry = group[index];
      return entry === undefined ? [] : [{ id: entry.id, outcome }];
    });
    this.#options.post({ kind: "outcomes", outcomes });
    this.#judge();
  }

  #postStatus(id: number): void {
    const { post, core } = this.#options;
    const status = {
      ...core.stats,
      retention: this.#retention,
      cleanStart: this.#cleanStart,
      alerting: core.alertingHealth(),
    };
    post({ kind: "status", id, status });
  }

  #adminCommand(id: number, command: AdminCommand): void {
    const { core, post } = this.#options;
    try {
      post({ kind: "admin_answer", id, result: core.adminCommand(command) });
    } catch (error) {
      post({ kind: "admin_refused", id, error: toWireError(error) });
    }
    this.#judge();
  }

  #alertCommand(id: number, command: AlertCommand, audit: AuditEntry | undefined): void {
    const { core, post } = this.#options;
    try {
      post({ kind: "alert_answer", id, result: core.alertCommand(command, audit) });
    } catch (error) {
      post({ kind: "alert_refused", id, error: toWireError(error) });
    }
    this.#judge();
  }

  #judge(): void {
    this.#lookForGap();
    this.#options.core.probe();
    const due = this.#options.core.nextDeadline();
    if (due !== undefined && due <= 0) this.#options.core.tick();
    this.#sleepUntilDeadline();
  }

  // Before anything is judged: after a gap of our own, silence of others proves nothing.
  #lookForGap(): void {
    if (this.#watch.interrupted()) this.#options.core.receivingResumed();
  }

  #sleepUntilDeadline(): void {
    clearTimeout(this.#deadlineTimer);
    const due = this.#options.core.nextDeadline() ?? LONGEST_SLEEP_MS;
    const sleepMs = Math.min(Math.max(due, SHORTEST_SLEEP_MS), LONGEST_SLEEP_MS);
    this.#deadlineTimer = setTimeout(() => this.#judge(), sleepMs);
  }

  #cleanUp(): void {
    const { store, retention, clock } = this.#options;
    let more = false;
    try {
      const report = store.enforceRetention(retention, clock.nowMs());
      more = report.more;
      this.#retention = { lastRunMs: clock.nowMs(), bytes: report.bytes, capped: report.capped, trouble: undefined };
    } catch (error) {
      this.#retention = { ...this.#retention, trouble: messageOf(error) };
    }
    this.#retentionTimer = setTimeout(() => this.#cleanUp(), more ? RETENTION_CHUNK_PAUSE_MS : RETENTION_EVERY_MS);
  }

  #setting(id: number, work: () => string | undefined): void {
    try {
      this.#options.post({ kind: "setting", id, value: work() });
    } catch (error) {
      this.#options.post({ kind: "setting", id, value: undefined, error: toWireError(error) });
    }
  }

  #stop(): void {
    const { store, clock, post } = this.#options;
    this.#takeGroup();
    this.#stopped = true;
    for (const timer of [this.#groupTimer, this.#deadlineTimer, this.#retentionTimer]) clearTimeout(timer);
    try {
      store.writeSetting(SETTING_CLEAN_STOP, String(clock.nowMs()));
    } finally {
      store.close();
      post({ kind: "stopped" });
    }
  }
}
