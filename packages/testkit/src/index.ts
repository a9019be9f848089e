export type { OtlpSink, SinkAnswer, SinkRequest } from "./otlp-sink.ts";
export { startOtlpSink } from "./otlp-sink.ts";
export { ChangeStore } from "./change-store.ts";
export type { EventSourceOptions } from "./job-event-source.ts";
export { JobEventSource } from "./job-event-source.ts";
export type { SimulatedJob, SimulatedProcessOptions } from "./simulated-process.ts";
export { SimulatedProcess } from "./simulated-process.ts";
export { TrackerHarness } from "./tracker-harness.ts";
export { VirtualClock } from "./virtual-clock.ts";
