import type { JobEvent, ProcessIdentity } from "@jobscope/tracker";

import { JobEventSource } from "./job-event-source.ts";
import type { VirtualClock } from "./virtual-clock.ts";

export interface SimulatedJob {
  readonly name: string;
  /** Slots stand at multiples of this, in the process's own time. */
  readonly periodMs: number;
  /** How long a run takes. */
  readonly runMs: number;
  readonly scope?: "instance" | "cluster";
  /** Names the slot of each run, as most libraries do. */
  readonly told?: boolean;
}

export interface SimulatedProcessOptions {
  readonly clock: VirtualClock;
  readonly instanceId: string;
  readonly jobs: readonly SimulatedJob[];
  readonly service?: string;
  readonly process?: ProcessIdentity;
  readonly foundDead?: readonly string[];
  /** Its wall clock minus the true one. */
  readonly skewMs?: number;
}

const BEAT_MS = 15_000;
const REDECLARE_MS = 300_000;
const DECLARED = 20;

/** A well-behaved process in one-second steps: declares, runs what is due, beats every 15 s. */
export class SimulatedProcess {
  readonly source: JobEventSource;
  readonly #options: SimulatedProcessOptions;
  skewMs: number;
  #lastBeatMs = Number.NEGATIVE_INFINITY;
  #lastDeclaredMs = Number.NEGATIVE_INFINITY;
  readonly #doneMs = new Map<string, number>();
  readonly #running: {
    readonly job: SimulatedJob;
    readonly runId: string;
    readonly endMs: number;
    readonly startMs: number;
  }[] = [];
  #runs = 0;

  constructor(options: SimulatedProcessOptions) {
    this.#options = options;
    this.skewMs = options.skewMs ?? 0;
    const { instanceId, service, process } = options;
    const now = (): number => this.nowMs();
    this.source = new JobEventSource({ now, instanceId, ...(service && { service }), ...(process && { process }) });
    for (const { name } of options.jobs) this.#doneMs.set(name, this.nowMs());
  }

  nowMs(): number {
    return this.#options.clock.nowMs() + this.skewMs;
  }

  boot(): JobEvent[] {
    const foundDead = this.#options.foundDead ?? [];
    return [this.source.start({ foundDead }), ...this.declare(), ...this.beat()];
  }

  declare(): JobEvent[] {
    this.#lastDeclaredMs = this.#options.clock.monotonicMs();
    return this.#options.jobs.map(({ name, periodMs, scope }) => {
      const first = (Math.floor(this.nowMs() / periodMs) + 1) * periodMs;
      const times = Array.from({ length: DECLARED }, (_, index) => first + index * periodMs);
      return this.source.declared(name, times, { scope: scope ?? "instance" });
    });
  }

  beat(longestBlockMs = 0): JobEvent[] {
    this.#lastBeatMs = this.#options.clock.monotonicMs();
    return [this.source.beat({ longestBlockMs })];
  }

  /** What passed while it did not run is not made up for. */
  wake(): void {
    for (const { name } of this.#options.jobs) this.#doneMs.set(name, this.nowMs());
  }

  step(): JobEvent[] {
    const events = [...this.#end(), ...this.#begin()];
    const at = this.#options.clock.monotonicMs();
    if (at - this.#lastDeclaredMs >= REDECLARE_MS) events.push(...this.declare());
    if (at - this.#lastBeatMs >= BEAT_MS) events.push(...this.beat());
    return events;
  }

  #end(): JobEvent[] {
    const at = this.#options.clock.monotonicMs();
    const ended = this.#running.filter(({ endMs }) => endMs <= at);
    for (const run of ended) this.#running.splice(this.#running.indexOf(run), 1);
    return ended.map(({ job, runId, startMs }) => this.source.runEnd(job.name, runId, { durationMs: at - startMs }));
  }

  #begin(): JobEvent[] {
    const events: JobEvent[] = [];
    for (const job of this.#options.jobs) {
      const slot = Math.floor(this.nowMs() / job.periodMs) * job.periodMs;
      if (slot <= (this.#doneMs.get(job.name) ?? 0)) continue;
      this.#doneMs.set(job.name, slot);
      events.push(this.run(job, slot));
    }
    return events;
  }

  run(job: SimulatedJob, scheduledMs: number): JobEvent {
    this.#runs += 1;
    const runId = `${this.source.instanceId}-${this.source.processStartMs}-${job.name}-${this.#runs}`;
    const at = this.#options.clock.monotonicMs();
    this.#running.push({ job, runId, endMs: at + job.runMs, startMs: at });
    return this.source.runStart(job.name, runId, job.told === false ? {} : { scheduledMs, trigger: "schedule" });
  }
}
