export type { OtlpSink, SinkAnswer, SinkRequest } from "./otlp-sink.ts";
export { startOtlpSink } from "./otlp-sink.ts";
