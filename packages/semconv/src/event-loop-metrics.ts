/** Gauges of Node's event loop, by what is shown of it: as the official instrumentation of its runtime names them. */
export const EVENT_LOOP_METRICS: {
  readonly [Shown in "utilization" | "mean" | "p99" | "max"]: string;
} = {
  utilization: "nodejs.eventloop.utilization",
  mean: "nodejs.eventloop.delay.mean",
  p99: "nodejs.eventloop.delay.p99",
  max: "nodejs.eventloop.delay.max",
};
