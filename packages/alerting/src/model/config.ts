import type { Channel } from "./channel.ts";
import type { EscalationPolicy, InhibitRule, Receiver, Route, TimeInterval } from "./routing.ts";
import type { Rule } from "./rule.ts";

/** Everything the alerting is told, read and validated, every default filled in. Plain data: it crosses threads. */
export interface AlertingConfig {
  readonly rules: readonly Rule[];
  readonly channels: readonly Channel[];
  readonly receivers: readonly Receiver[];
  readonly route: Route;
  readonly inhibitRules: readonly InhibitRule[];
  readonly timeIntervals: readonly TimeInterval[];
  readonly escalations: readonly EscalationPolicy[];
  /** Private addresses that webhooks may reach, each exactly `host:port`. */
  readonly allowPrivateTargets: readonly string[];
  /** Pinged while evaluation and delivery work, so that someone outside notices when they do not. */
  readonly deadMan?: { readonly url: string; readonly intervalMs: number };
  /** Base of the links in messages. */
  readonly publicUrl?: string;
}
