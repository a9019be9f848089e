import type { Matchers } from "./matcher.ts";

export type Severity = "critical" | "warning" | "info";
export type CompareOp = ">" | ">=" | "<" | "<=" | "==" | "!=";

/** Hysteresis: what fires at `value` clears only once `clearAt` no longer holds either, with the same operator. */
export interface Threshold {
  readonly op: CompareOp;
  readonly value: number;
  readonly clearAt?: number;
}

/** Streams of one metric. Matchers read point attributes, then resource attributes, by their OTel names. */
export interface StreamSelector {
  readonly metric: string;
  readonly where: Matchers;
}

/** What is measured of the selected streams. Windows are (at − window, at], milliseconds. */
export type Measure =
  /** `windowMs` 0: the newest value, if it is not older than the lookback. */
  | { readonly kind: "gauge"; readonly select: StreamSelector; readonly windowMs: number; readonly reduce: Reduce }
  /** Exact increments of a sum, or of a histogram's count. */
  | { readonly kind: "count"; readonly select: StreamSelector; readonly windowMs: number }
  /** Count per second of the time covered. */
  | { readonly kind: "rate"; readonly select: StreamSelector; readonly windowMs: number }
  /** Prometheus' `increase`, stretched to the edges of the window: for parity only. */
  | { readonly kind: "extrapolated_increase"; readonly select: StreamSelector; readonly windowMs: number }
  /** Count over count. */
  | {
      readonly kind: "ratio";
      readonly numerator: StreamSelector;
      readonly denominator: StreamSelector;
      readonly windowMs: number;
    }
  /** Mean of a histogram's measurements. */
  | { readonly kind: "average"; readonly select: StreamSelector; readonly windowMs: number }
  | { readonly kind: "quantile"; readonly select: StreamSelector; readonly windowMs: number; readonly q: number }
  /** Share (0–1) of a histogram's measurements above `bound`, in the metric's unit. */
  | {
      readonly kind: "share_slower_than";
      readonly select: StreamSelector;
      readonly windowMs: number;
      readonly bound: number;
    }
  /** Seconds since the Unix time that a gauge holds; a gauge of 0 holds none. */
  | { readonly kind: "age"; readonly select: StreamSelector }
  /** Number of firing alerts with these labels: rules over rules. */
  | { readonly kind: "alerts"; readonly matchers: Matchers };

export type Reduce = "last" | "min" | "max" | "avg";

/** How streams of one label set become one value where the measure does not say so itself. */
export type Aggregate = "sum" | "min" | "max" | "avg";

/** `"all"`: every stream by itself, with all its attributes as labels. Else attribute names, by OTel names. */
export type GroupBy = "all" | readonly string[];

/** What must hold. Counts are of runs unless said; times are milliseconds. */
export type Condition =
  | {
      readonly kind: "threshold";
      readonly measure: Measure;
      readonly by: GroupBy;
      readonly aggregate: Aggregate;
      readonly threshold: Threshold;
      /** Below this many counted events (ratio: of the denominator) nothing holds. */
      readonly minSamples?: number;
    }
  /** Streams that were seen and have sent nothing for `afterMs`; and the selector as a whole, where it has none at all. */
  | { readonly kind: "absence"; readonly select: StreamSelector; readonly by: GroupBy; readonly afterMs: number }
  | OutcomeCondition
  /** A fact about the alerting itself. */
  | { readonly kind: "internal"; readonly signal: InternalSignal };

/** Judged per job unless said; from the tracker's changes where a service sends events, from its metrics otherwise. */
export type OutcomeCondition =
  /** Failed runs since the last good one; `atLeast: 1` is "the last run failed". */
  | { readonly kind: "consecutive_failures"; readonly atLeast: number }
  /** Share above `rate` with the given confidence (posterior test) below `minRuns`, plainly from there on. */
  | {
      readonly kind: "failure_rate";
      readonly rate: number;
      readonly windowMs: number;
      readonly minRuns: number;
      readonly confidence: number;
    }
  /** Mean of the last `runs` successful runs, at least `minRuns`. */
  | { readonly kind: "average_duration"; readonly aboveMs: number; readonly runs: number; readonly minRuns: number }
  /** All of the last `recent` successful runs above `factor` times the median of the `baseline` before them. */
  | { readonly kind: "degradation"; readonly recent: number; readonly baseline: number; readonly factor: number }
  /** Failed runs and ERROR records that do not belong to one, per service, within the window. */
  | { readonly kind: "error_spike"; readonly above: number; readonly windowMs: number }
  | { readonly kind: "missed"; readonly atLeast: number }
  | { readonly kind: "late" }
  /** Running longer than `runtimeMs`, or than the job's own max runtime. */
  | { readonly kind: "stuck"; readonly runtimeMs: number }
  | { readonly kind: "finish_by" }
  /** The last run is lost, and certainly so. */
  | { readonly kind: "lost" }
  /** Per instance: a process that ended without saying so. */
  | { readonly kind: "process_lost" }
  /** Per service: nothing is heard of it although something is owed. */
  | { readonly kind: "telemetry_stopped" }
  /** All services that sent before are silent. */
  | { readonly kind: "pipeline_silent"; readonly afterMs: number }
  /** Per error: the last failures of at least `jobs` jobs within the window look the same. */
  | { readonly kind: "shared_error"; readonly jobs: number; readonly windowMs: number };

export type InternalSignal =
  | "rule_evaluation_failing"
  | "rule_cardinality_exceeded"
  | "series_overflow"
  | "channel_broken"
  | "escalation_exhausted"
  | "alert_flapping";

/** What becomes of an alert whose data is not there any more, though others of its source are. */
export type OnMissing = "resolve" | "keep" | "alert" | "zero";

/** `event`: judged when something arrives (and on the grid too). `grid`: at exact slots, phase + k × interval, only. */
export type EvaluationMode = "event" | "grid";

/**
 * For whom a rule speaks, by OTel attribute names: `job.name`, `job.criticality`, `job.group.name`, `job.owner.name`,
 * `service.name`, `service.namespace`, `deployment.environment.name` for jobs; those of the stream for metrics.
 */
export interface RuleScope {
  readonly only: Matchers;
  /** What matches one of these belongs to an override of the rule. */
  readonly except: readonly Matchers[];
}

/** One alerting rule, validated, defaults filled in. An override is a rule of its own with the same name. */
export interface Rule {
  /** `group/name`, with `~n` behind it for the n-th override. */
  readonly id: string;
  readonly name: string;
  readonly group: string;
  readonly condition: Condition;
  readonly scope: RuleScope;
  readonly mode: EvaluationMode;
  readonly intervalMs: number;
  /** Judged as of this long before the slot; 0 for event rules. */
  readonly offsetMs: number;
  /** A gauge is taken for current this long, 5 min by default. */
  readonly lookbackMs: number;
  readonly forMs: number;
  readonly keepFiringForMs: number;
  /** Holds when it held in `n` of the last `m` evaluations. */
  readonly nOfM?: { readonly n: number; readonly m: number };
  readonly onMissing: OnMissing;
  /** Data must be missing for this long before `onMissing` takes effect. */
  readonly missingForMs: number;
  readonly severity: Severity;
  /** Templates. `severity` and `alertname` are set by themselves. */
  readonly labels: Readonly<Record<string, string>>;
  /** Templates: `summary`, `description`, `runbook_url` are what messages show. */
  readonly annotations: Readonly<Record<string, string>>;
  /** Alerts of this rule at most; beyond it the first by fingerprint stay. 0: no limit. */
  readonly limit: number;
  /** Five changes within 30 min become one "flapping" alert. */
  readonly flapControl: boolean;
  /** Changes whenever anything of the rule does: an edited rule resolves what it fired. */
  readonly hash: string;
}
