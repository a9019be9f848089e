export type { Alert, AlertEvent, AlertState, ResolveReason, Transition } from "./model/alert.ts";
export type {
  AlertCommand,
  AlertCommandResult,
  Alerting,
  AlertingArchive,
  AlertingChange,
  AlertingClock,
  AlertingHealth,
  AlertingInput,
  AlertingOptions,
  AlertingOutput,
  AlertingSnapshot,
  Explanation,
  MatchersFault,
  SilenceInput,
} from "./model/alerting.ts";
export type { Channel, SecretRef } from "./model/channel.ts";
export type { AlertingConfig } from "./model/config.ts";
export type { Evidence } from "./model/evaluation.ts";
export type { Incident, IncidentState } from "./model/incident.ts";
export type { Labels } from "./model/labels.ts";
export type { Matcher, Matchers, MatchOp } from "./model/matcher.ts";
export type {
  ChannelState,
  DeliveryAttempt,
  DeliveryOutcome,
  DeliveryReport,
  Message,
  Notification,
  NotificationReason,
  NotificationState,
} from "./model/notification.ts";
export type { AlertGroup, Receiver, Route, Silence, SilenceState } from "./model/routing.ts";
export type { Rule, Severity } from "./model/rule.ts";
export { createAlerting } from "./engine/create-alerting.ts";
export { testRules } from "./engine/test-rules.ts";
export { renderAckPage, type AckPage } from "./notify/ack-page.ts";
export { createSender, type Sender, type SenderOptions } from "./notify/create-sender.ts";
export { startDeadMan, type DeadMan, type DeadManOptions, type DeadManResult } from "./notify/dead-man.ts";
export { lintTargets } from "./notify/http/lint-targets.ts";
export { lintAlerting } from "./rules/lint/lint-alerting.ts";
export type { Finding } from "./rules/lint/finding.ts";
export { formatMatchers, parseMatchers } from "./rules/matching/parse-matchers.ts";
export type { AlertingDefaults } from "./rules/pack/default-file.ts";
export {
  defaultAlertingConfig,
  parseAlertingConfig,
  type AlertingSource,
  type ParseOptions,
} from "./rules/parse/parse-alerting-file.ts";
export { AlertingConfigError, type ConfigProblem } from "./rules/resolve/config-problem.ts";
export { defineAlerting, type AlertingFile } from "./rules/schema/alerting-file.ts";
export { alertingJsonSchema } from "./rules/schema/alerting-schema.ts";
export { parseRuleTests } from "./rules/promtool/parse-rule-tests.ts";
export type { RuleTestPlan } from "./rules/promtool/rule-test-plan.ts";
export type { RuleTestFailure, RuleTestReport } from "./rules/promtool/run-rule-tests.ts";
