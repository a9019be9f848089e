/** What a rule file says about rules, as people write it. Nothing here is resolved: texts are read by `parseAlertingConfig`. */

/** `30s`, `5m`, `1h30m`, `1d`; `0`. */
export type DurationText = string | 0;

/** A number, or `5%`, `512MiB`, or a duration where the metric is in seconds. */
export type Quantity = number | string;

/**
 * Which jobs, streams or alerts are meant. An object: `{ job.name: "invoice-*", service.name: [shop, pay], job.owner.name: "!ops" }`, with `*`
 * for anything, a list for one of several, and `!` in front for all others. Or matchers as in Prometheus: `{job.name=~"invoice-.+"}`.
 */
export type SelectorFile =
  | string
  | readonly string[]
  | { readonly [name: string]: string | number | boolean | readonly (string | number | boolean)[] | undefined };

/** What must hold: one condition, with what goes with it. */
export interface WhenFile {
  /** An OTel metric: `job.run.duration`. */
  readonly metric?: string | undefined;
  /** Which of its streams. */
  readonly where?: SelectorFile | undefined;
  /** One alert for each of these attributes' values; `all`: for each stream. */
  readonly by?: "all" | readonly string[] | undefined;
  /** How streams of one group become one value. */
  readonly aggregate?: "sum" | "min" | "max" | "avg" | undefined;
  /** With fewer counted events than this nothing holds. */
  readonly minSamples?: number | undefined;

  /** Exact number of events within a time: runs by their result, sent mails, skipped runs. */
  readonly count?: DurationText | undefined;
  /** The same, per second. */
  readonly rate?: DurationText | undefined;
  /** Prometheus' `increase`, for rules that must behave like there. */
  readonly extrapolatedIncrease?: DurationText | undefined;
  /** Average of a histogram's measurements within a time. */
  readonly average?: DurationText | undefined;
  /** `0.95`, with `over`. */
  readonly quantile?: number | undefined;
  /** Share of a histogram's measurements that are above this, with `over`. */
  readonly slowerThan?: Quantity | undefined;
  /** Share that the events of `where` have of all events of the metric, or of those of `of`, within a time. */
  readonly share?: DurationText | undefined;
  readonly of?: { readonly metric?: string | undefined; readonly where?: SelectorFile | undefined } | undefined;
  /** A gauge's least, greatest, mean, newest value within a time; without any of these, its value now. */
  readonly minOver?: DurationText | undefined;
  readonly maxOver?: DurationText | undefined;
  readonly averageOver?: DurationText | undefined;
  readonly lastOver?: DurationText | undefined;
  /** The time that a gauge holds as Unix seconds is longer ago than this. */
  readonly olderThan?: DurationText | undefined;
  /** Streams that sent something before, and for this long nothing. */
  readonly silentFor?: DurationText | undefined;
  /** Firing alerts with these labels, counted. */
  readonly alerts?: SelectorFile | undefined;

  readonly above?: Quantity | undefined;
  readonly atLeast?: Quantity | undefined;
  readonly below?: Quantity | undefined;
  readonly atMost?: Quantity | undefined;
  readonly equals?: Quantity | undefined;
  readonly notEquals?: Quantity | undefined;
  /** Hysteresis of `below` and `atMost`: it clears only above this. */
  readonly clearAbove?: Quantity | undefined;
  /** Hysteresis of `above` and `atLeast`: it clears only below this. */
  readonly clearBelow?: Quantity | undefined;

  /** The last run failed. */
  readonly failed?: boolean | undefined;
  /** This many runs in a row failed. */
  readonly consecutiveFailures?: number | undefined;
  /** Share of failed runs, `over` 1h, with `minRuns` 20; with fewer runs only with `confidence` 95 %. */
  readonly failureRate?: Quantity | undefined;
  /** Mean duration of the last `runs` 20 successful runs, at least `minRuns` 3. */
  readonly averageDuration?: DurationText | undefined;
  /** Each of the last `recent` 5 successful runs took this many times the median of the `baseline` 20 before them. */
  readonly slowdown?: number | undefined;
  /** More than this many failed runs and other errors of a service, `over` 1h. */
  readonly errorSpike?: number | undefined;
  /** Slots without a run; `true` is one. */
  readonly missed?: number | true | undefined;
  /** A slot whose run did not start in time. */
  readonly late?: boolean | undefined;
  /** Runs for longer than this, or than the job's own max runtime. */
  readonly stuck?: DurationText | undefined;
  /** Not finished by its deadline. */
  readonly finishByMissed?: boolean | undefined;
  /** The last run is lost: its process died. */
  readonly lost?: boolean | undefined;
  /** A process ended without saying so. */
  readonly processLost?: boolean | undefined;
  /** A service is not heard of although something is owed. */
  readonly telemetryStopped?: boolean | undefined;
  /** Nothing at all arrives for this long. */
  readonly pipelineSilent?: DurationText | undefined;
  /** This many jobs fail with the same error, `over` 1h. */
  readonly sharedError?: number | undefined;
  /** The alerting itself. */
  readonly internal?: InternalName | undefined;

  readonly over?: DurationText | undefined;
  readonly minRuns?: number | undefined;
  readonly confidence?: Quantity | undefined;
  readonly runs?: number | undefined;
  readonly recent?: number | undefined;
  readonly baseline?: number | undefined;
}

export const INTERNAL_NAMES = [
  "ruleEvaluationFailing",
  "ruleCardinalityExceeded",
  "seriesOverflow",
  "channelBroken",
  "escalationExhausted",
  "alertFlapping",
] as const;
export type InternalName = (typeof INTERNAL_NAMES)[number];

export const SEVERITIES = ["critical", "warning", "info"] as const;

/** What a rule says beside its condition. */
export interface RuleBodyFile {
  /** `false`: it is not used. */
  readonly enabled?: boolean | undefined;
  /** For which jobs; for a metric, for which streams. */
  readonly where?: SelectorFile | undefined;
  /** Short for `where: { job.criticality: … }`. */
  readonly criticality?: string | readonly string[] | undefined;
  /** `warning` by default. */
  readonly severity?: (typeof SEVERITIES)[number] | undefined;
  /** It must hold for this long before anybody is told; 0 by default. */
  readonly for?: DurationText | undefined;
  /** It fires for this much longer; for critical rules two intervals by default. */
  readonly keepFiringFor?: DurationText | undefined;
  /** It must hold in n of the last m looks: `3 of 5`. */
  readonly nOfM?: string | { readonly n: number; readonly m: number } | undefined;
  /** Short for `n of n`. */
  readonly consecutive?: number | undefined;
  /** What becomes of an alert whose data is gone while its source lives. */
  readonly onMissing?: "resolve" | "keep" | "alert" | "zero" | undefined;
  /** How long it must be gone; the lookback by default. */
  readonly missingFor?: DurationText | undefined;
  /** `event`: at once when something arrives. `grid`: at fixed instants only. */
  readonly mode?: "event" | "grid" | undefined;
  /** 15s by default. */
  readonly interval?: DurationText | undefined;
  /** Judges as of this long ago, for data that comes late. */
  readonly offset?: DurationText | undefined;
  /** How long the last value of a gauge counts; 5m by default. */
  readonly lookback?: DurationText | undefined;
  /** At most this many alerts; 1,000 by default, 0 for any number. */
  readonly limit?: number | undefined;
  /** Five changes within 30 min become one "flapping" alert; `true` by default. */
  readonly flapControl?: boolean | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  /** Short for the annotations of these names; `runbook` for `runbook_url`. */
  readonly summary?: string | undefined;
  readonly description?: string | undefined;
  readonly runbook?: string | undefined;
}

/** For some jobs of a rule, something else. The first that fits counts. */
export interface OverrideFile extends RuleBodyFile {
  readonly where: SelectorFile;
  /** Another condition; or, without one of its own, other figures for the rule's. */
  readonly when?: WhenFile | undefined;
}

export interface RuleFile extends RuleBodyFile {
  readonly name: string;
  readonly when: WhenFile;
  readonly overrides?: readonly OverrideFile[] | undefined;
}

export interface RuleGroupFile {
  readonly name: string;
  readonly interval?: DurationText | undefined;
  readonly rules: readonly RuleFile[];
}

/** What a rule of the pack may be told beside its defaults. */
export interface PackRuleFile extends RuleBodyFile {
  readonly when?: WhenFile | undefined;
  readonly overrides?: readonly OverrideFile[] | undefined;
}

/** The rules that come with Jobscope. */
export interface PackFile {
  readonly enabled?: boolean | undefined;
  /** 5% */
  readonly failureRate?: Quantity | undefined;
  /** 1h */
  readonly averageDuration?: DurationText | undefined;
  /** 85% */
  readonly memory?: Quantity | undefined;
  /** 3 */
  readonly consecutiveFailures?: number | undefined;
  /** 2h */
  readonly stuck?: DurationText | undefined;
  /** 10 within an hour */
  readonly errorSpike?: number | undefined;
  /** By name: `false` to leave a rule out, or what is different. */
  readonly rules?: Readonly<Record<string, boolean | PackRuleFile | undefined>> | undefined;
}
