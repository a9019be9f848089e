export type InstrumentKind =
  | "histogram"
  | "counter"
  | "gauge"
  | "observable_counter"
  | "observable_gauge"
  | "observable_up_down_counter";

export interface MetricDefinition {
  readonly name: string;
  readonly instrument: InstrumentKind;
  /** UCUM. */
  readonly unit: string;
  readonly attributes: readonly string[];
  /** Explicit bucket boundaries, in the metric's unit. */
  readonly bounds?: readonly number[];
  readonly brief: string;
}
