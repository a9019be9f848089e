import type { AlertCommand, AlertCommandResult, AlertingHealth, DeliveryReport } from "@jobscope/alerting";
import type { IngestOutcome, RawRequest } from "@jobscope/otlp";
import type { AdminCommand, AdminCommandResult } from "@jobscope/query-api";
import type { AuditEntry } from "@jobscope/store";

import { messageOf } from "../../config/error-text.ts";
import { withOutcome, writeCommand } from "./admin.ts";
import { remarks, unavailable } from "./answers.ts";
import type { CorePorts, CoreStats, DecodeResult } from "./core-ports.ts";
import { countGroup, NO_STATS } from "./core-stats.ts";
import type { Failure } from "./failure.ts";
import { classifyFailure, StateUnreadableError } from "./failure.ts";
import { refuseForeignService } from "./foreign-service.ts";
import { type Conclusions, Judgement } from "./judgement.ts";
import { TimerBackoff } from "./timer-backoff.ts";

/** How often a store in trouble is tried while nobody sends anything, milliseconds. */
const PROBE_EVERY_MS = 5_000;
/** How often the database is looked for in its place, milliseconds. */
const LOOK_EVERY_MS = 1_000;
const SETTING_PROBE = "monitor.probe_ms";

/** A request that fails alone this often for the sake of its content is refused for good. */
const ATTEMPTS_ALONE = 2;

/**
 * What the core worker does, without threads: raw requests become durable records and conclusions, one transaction per
 * group. The state in memory is only ever what the store holds: whatever fails, it is thrown away and read back.
 */
export class Core {
  readonly #ports: CorePorts;
  readonly #timer = new TimerBackoff();
  #judgement: Judgement | undefined;
  /** False from the first request answered "unavailable" to the next that was stored: no lease may lapse meanwhile. */
  #receiving = true;
  #probeNotBeforeMs = 0;
  #stats: CoreStats = NO_STATS;

  constructor(ports: CorePorts) {
    this.#ports = ports;
  }

  get stats(): CoreStats {
    return this.#stats;
  }

  /** Reads the state from the store. Throws what the store throws; {@link ingest} and {@link tick} try again by themselves. */
  load(): void {
    this.#loaded();
  }

  /** Takes a group of requests; answers each, in order, once all that follows from it is committed. Never throws. */
  ingest(group: readonly RawRequest[]): readonly IngestOutcome[] {
    const outcomes = this.#together(group) ?? this.#oneByOne(group);
    this.#receiving = outcomes.every((outcome) => outcome.kind !== "unavailable");
    this.#update(countGroup(this.#stats, outcomes));
    return outcomes;
  }

  /** Judges the deadlines that have passed, in a transaction of its own. Never throws. */
  tick(): void {
    const { clock } = this.#ports;
    if (this.#timer.remainingMs(clock.monotonicMs()) > 0) return;
    try {
      const judgement = this.#loaded();
      if (!this.#receiving) judgement.receivingResumed();
      this.#conclude(judgement.tick(clock.nowMs()));
      this.#timer.succeeded();
      this.#update({ timerTrouble: undefined });
    } catch (error) {
      const failure = this.#rolledBack(error);
      this.#timer.failed(clock.monotonicMs());
      this.#update({ timerTrouble: failure.message });
    }
  }

  /** Milliseconds until {@link tick} has something to do; undefined when only a record can bring that about. */
  nextDeadline(): number | undefined {
    const pauseMs = this.#timer.remainingMs(this.#ports.clock.monotonicMs());
    const deadline = this.#judgement === undefined ? pauseMs : this.#judgement.nextDeadline();
    return deadline === undefined ? undefined : Math.max(deadline, pauseMs);
  }

  /**
   * Sees whether a store in trouble works again, and whether one that seemed to work is still in its place. Without it
   * either would last until somebody sends, and nobody sends to a monitor that says it is not ready. Never throws.
   */
  probe(): void {
    const { store, clock } = this.#ports;
    if (clock.monotonicMs() < this.#probeNotBeforeMs) return;
    const troubled = this.#stats.trouble !== undefined;
    this.#probeNotBeforeMs = clock.monotonicMs() + (troubled ? PROBE_EVERY_MS : LOOK_EVERY_MS);
    try {
      if (!troubled) return store.assertInPlace();
      const judgement = this.#loaded();
      store.transaction(() => store.writeSetting(SETTING_PROBE, String(clock.nowMs())));
      judgement.receivingResumed();
      this.#receiving = true;
      this.#update({ trouble: undefined });
    } catch (error) {
      this.#rolledBack(error);
    }
  }

  /** The monitor could not receive for a while: down, suspended, blocked, answering 503. Every lease starts anew. */
  receivingResumed(): void {
    this.#judgement?.receivingResumed();
  }

  /** Notes what became of notifications. Never throws: what cannot be noted is found as "sending" and sent again. */
  delivered(reports: readonly DeliveryReport[]): void {
    try {
      this.#conclude(this.#loaded().delivered(reports));
    } catch (error) {
      this.#rolledBack(error);
    }
  }

  /** Carries out what a person asked for, and notes it. Throws what the store throws; nothing has happened then. */
  alertCommand(command: AlertCommand, audit?: AuditEntry): AlertCommandResult {
    return this.#attempt(() => {
      const { result, conclusions } = this.#loaded().command(command);
      this.#conclude(conclusions, audit === undefined ? [] : [withOutcome(audit, result)]);
      return result;
    });
  }

  /** The same for what is not about alerts. */
  adminCommand(command: AdminCommand): AdminCommandResult {
    const { store, clock } = this.#ports;
    return this.#attempt(() => {
      if (command.kind === "retire_job") {
        const conclusions = this.#loaded().retire(command.jobId, command.reason, clock.nowMs());
        if (conclusions === undefined) return "not_found";
        this.#conclude(conclusions, [command.audit]);
        return "done";
      }
      store.transaction(() => writeCommand(store, command));
      return "done";
    });
  }

  alertingHealth(): AlertingHealth | undefined {
    return this.#judgement?.alertingHealth();
  }

  #attempt<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      this.#rolledBack(error);
      throw error;
    }
  }

  #together(group: readonly RawRequest[]): readonly IngestOutcome[] | undefined {
    try {
      return this.#commit(group);
    } catch (error) {
      this.#rolledBack(error);
      return undefined;
    }
  }

  /** Each request alone, so that a poison request fails alone. Trouble of the place spares the others the attempt. */
  #oneByOne(group: readonly RawRequest[]): readonly IngestOutcome[] {
    let trouble: IngestOutcome | undefined;
    return group.map((request) => {
      if (trouble !== undefined) return trouble;
      const outcome = this.#alone(request);
      if (outcome.kind === "unavailable") trouble = outcome;
      return outcome;
    });
  }

  #alone(request: RawRequest): IngestOutcome {
    let message = "";
    for (let attempt = 0; attempt < ATTEMPTS_ALONE; attempt++) {
      try {
        const [outcome] = this.#commit([request]);
        if (outcome !== undefined) return outcome;
      } catch (error) {
        const failure = this.#rolledBack(error);
        if (failure.kind === "infrastructure") return unavailable(failure);
        message = failure.message;
      }
    }
    this.#update({ poisoned: this.#stats.poisoned + 1 });
    return {
      kind: "malformed",
      message: `nothing of this request was stored: it failed alone, twice, with: ${message}`,
    };
  }

  #commit(group: readonly RawRequest[]): readonly IngestOutcome[] {
    const { store, clock } = this.#ports;
    const judgement = this.#loaded();
    if (!this.#receiving) judgement.receivingResumed();
    const committed: Conclusions[] = [];
    const outcomes = store.transaction(() => group.map((request) => this.#take(judgement, request, committed)));
    this.#update({ trouble: undefined, lastCommitMs: clock.nowMs(), alertingTrouble: judgement.alertingTrouble });
    this.#tell(committed);
    return outcomes;
  }

  /** Writes what was concluded without a request, in a transaction of its own. */
  #conclude(conclusions: Conclusions, audit: readonly AuditEntry[] = []): void {
    const { store } = this.#ports;
    const { changes, alerting } = conclusions;
    if (changes.length + alerting.length + audit.length > 0) {
      store.transaction(() => {
        this.#write(conclusions);
        if (audit.length > 0) store.appendAudit(audit);
      });
    }
    this.#update({ alertingTrouble: this.#judgement?.alertingTrouble });
    this.#tell([conclusions]);
  }

  #write({ changes, alerting }: Conclusions): void {
    const { store } = this.#ports;
    store.writeChanges(changes);
    if (alerting.length > 0) store.writeAlerting(alerting);
  }

  #tell(committed: readonly Conclusions[]): void {
    const { onCommitted, onAttempts } = this.#ports;
    const changes = committed.flatMap((conclusions) => conclusions.changes);
    const attempts = committed.flatMap((conclusions) => conclusions.attempts);
    if (changes.length > 0) onCommitted?.(changes);
    if (attempts.length > 0) onAttempts?.(attempts);
  }

  // Decoding one request at a time keeps one inflated request in memory, not a group of them.
  #take(judgement: Judgement, raw: RawRequest, committed: Conclusions[]): IngestOutcome {
    const { store, intake, readInputs } = this.#ports;
    const decoded = this.#decode(raw);
    if (decoded.kind !== "decoded") return decoded;
    const foreign = refuseForeignService(decoded.request, raw.sender);
    if (foreign !== undefined) return foreign;
    const request = intake(decoded.request);
    const reading = readInputs(request);
    const conclusions = judgement.accept(request, reading.inputs, raw.receivedMs);
    store.writeRecords(request, raw.receivedMs);
    this.#write(conclusions);
    committed.push(conclusions);
    return { kind: "accepted", rejected: request.rejected, message: remarks(request, reading, judgement.refused()) };
  }

  /** Decoding touches no state: whatever it throws concerns this request and nothing else. */
  #decode(raw: RawRequest): DecodeResult {
    try {
      return this.#ports.decode(raw);
    } catch (error) {
      return { kind: "malformed", message: messageOf(error) };
    }
  }

  #loaded(): Judgement {
    this.#judgement ??= this.#readState();
    return this.#judgement;
  }

  #readState(): Judgement {
    const { store, clock, isProcessAlive, createTracker, createAlerting } = this.#ports;
    try {
      const snapshot = store.loadSnapshot();
      const tracker = createTracker({ clock, archive: store, snapshot, ...(isProcessAlive && { isProcessAlive }) });
      // Whatever made us load, nothing was received meanwhile.
      tracker.receivingResumed();
      return new Judgement({
        tracker,
        createAlerting: createAlerting && (() => createAlerting(store.loadSnapshot())),
        monotonicMs: () => clock.monotonicMs(),
      });
    } catch (error) {
      // A full disk says more by itself; anything else must not look like the fault of the request that waits.
      throw classifyFailure(error).kind === "infrastructure" ? error : new StateUnreadableError(error);
    }
  }

  #rolledBack(error: unknown): Failure {
    this.#judgement = undefined;
    const failure = classifyFailure(error);
    this.#update({
      reloads: this.#stats.reloads + 1,
      ...(failure.kind === "infrastructure" && { trouble: failure.message }),
    });
    return failure;
  }

  #update(part: Partial<CoreStats>): void {
    this.#stats = { ...this.#stats, ...part };
  }
}
