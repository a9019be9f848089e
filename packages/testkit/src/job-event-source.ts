import type {
  JobDeclaredEvent,
  JobSwitchedEvent,
  ProcessHeartbeatEvent,
  ProcessIdentity,
  ProcessStartEvent,
  ProcessStopEvent,
  RunEndEvent,
  RunHeartbeatEvent,
  RunProgressEvent,
  RunSkipEvent,
  RunStartEvent,
  ServiceIdentity,
  SlotMissedEvent,
} from "@jobscope/tracker";
import { serviceIdOf } from "@jobscope/tracker";

export interface EventSourceOptions {
  readonly now: () => number;
  readonly instanceId: string;
  readonly service?: string;
  readonly process?: ProcessIdentity;
  readonly intervalMs?: number;
}

type Extra<E> = Partial<Omit<E, "kind">>;

/** Builds the events of one process as the instrumentation sends them: numbered, stamped with the process's wall clock. */
export class JobEventSource {
  readonly service: ServiceIdentity;
  readonly serviceId: string;
  readonly instanceId: string;
  readonly processStartMs: number;
  readonly #options: EventSourceOptions;
  #sequence = 0;
  #beat = 0;
  readonly active: Set<string> = new Set();

  constructor(options: EventSourceOptions) {
    this.#options = options;
    this.instanceId = options.instanceId;
    this.service = { environment: "test", namespace: "", service: options.service ?? "billing" };
    this.serviceId = serviceIdOf(this.service);
    this.processStartMs = options.now();
  }

  #head(): {
    service: ServiceIdentity;
    serviceId: string;
    instanceId: string;
    timeMs: number;
    sequence: number;
    traceId: string;
    spanId: string;
  } {
    this.#sequence += 1;
    const { service, serviceId, instanceId } = this;
    return {
      service,
      serviceId,
      instanceId,
      timeMs: this.#options.now(),
      sequence: this.#sequence,
      traceId: "",
      spanId: "",
    };
  }

  start(extra: Extra<ProcessStartEvent> = {}): ProcessStartEvent {
    const { process } = this.#options;
    const { processStartMs } = this;
    return {
      ...this.#head(),
      kind: "job.process.start",
      processStartMs,
      foundDead: [],
      ...(process && { process }),
      ...extra,
    };
  }

  beat(extra: Extra<ProcessHeartbeatEvent> = {}): ProcessHeartbeatEvent {
    const { process, intervalMs = 15_000 } = this.#options;
    this.#beat += 1;
    return {
      ...this.#head(),
      kind: "job.process.heartbeat",
      heartbeatSequence: this.#beat,
      intervalMs,
      processStartMs: this.processStartMs,
      activeRunIds: [...this.active],
      activeRunCount: this.active.size,
      droppedRecords: 0,
      longestBlockMs: 0,
      ...(process && { process }),
      ...extra,
    };
  }

  stop(extra: Extra<ProcessStopEvent> = {}): ProcessStopEvent {
    return { ...this.#head(), kind: "job.process.stop", reason: "exit", ...extra };
  }

  declared(jobName: string, nextTimesMs: readonly number[], extra: Extra<JobDeclaredEvent> = {}): JobDeclaredEvent {
    return {
      ...this.#head(),
      kind: "job.declared",
      jobName,
      systemName: "croner",
      criticality: "normal",
      scope: "instance",
      schedule: { type: "cron", expression: "* * * * *" },
      nextTimesMs,
      ...extra,
    };
  }

  switched(kind: JobSwitchedEvent["kind"], jobName: string): JobSwitchedEvent {
    return { ...this.#head(), kind, jobName, systemName: "croner" };
  }

  runStart(jobName: string, runId: string, extra: Extra<RunStartEvent> = {}): RunStartEvent {
    const head = this.#head();
    this.active.add(runId);
    return { ...head, kind: "job.run.start", jobName, systemName: "croner", runId, startMs: head.timeMs, ...extra };
  }

  runEnd(jobName: string, runId: string, extra: Extra<RunEndEvent> = {}): RunEndEvent {
    this.active.delete(runId);
    return { ...this.#head(), kind: "job.run.end", jobName, systemName: "croner", runId, result: "success", ...extra };
  }

  runBeat(jobName: string, runId: string, extra: Extra<RunHeartbeatEvent> = {}): RunHeartbeatEvent {
    const kind = "job.run.heartbeat";
    return { ...this.#head(), kind, jobName, systemName: "croner", runId, intervalMs: 15_000, ...extra };
  }

  runProgress(jobName: string, runId: string, progress: number): RunProgressEvent {
    return { ...this.#head(), kind: "job.run.progress", jobName, systemName: "croner", runId, progress };
  }

  runSkip(jobName: string, runId: string, extra: Extra<RunSkipEvent> = {}): RunSkipEvent {
    return { ...this.#head(), kind: "job.run.skip", jobName, systemName: "croner", runId, reason: "overlap", ...extra };
  }

  slotMissed(
    jobName: string,
    extra: Pick<SlotMissedEvent, "fromMs" | "toMs"> & Extra<SlotMissedEvent>,
  ): SlotMissedEvent {
    return { ...this.#head(), kind: "job.slot.missed", jobName, systemName: "croner", cause: "blocked_loop", ...extra };
  }
}
