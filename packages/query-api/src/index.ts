export { adminKeyAuthenticator, hashApiKey, matchesApiKey } from "./http/auth/api-key.ts";
export { createQueryApi, createQueryApp } from "./http/create-query-api.ts";
export { auditOf, deniedEntry } from "./http/audit/audit-entry.ts";
export { createAuditor } from "./http/audit/create-auditor.ts";
export type { AuditorDeps } from "./http/audit/create-auditor.ts";
export type {
  AccessEntry,
  AdminPort,
  AlertingPort,
  ApiFailure,
  AuthAnswer,
  Authenticate,
  AuthDenial,
  QueryApiDeps,
} from "./http/deps.ts";
export { firstOf } from "./http/auth/first-of.ts";
export { createKeyAuthenticator } from "./http/auth/key-authenticator.ts";
export type { KeyAuthenticatorOptions } from "./http/auth/key-authenticator.ts";
export { bearerOf } from "./http/auth/bearer.ts";
export { findByKey } from "./http/auth/find-by-key.ts";
export type { FoundKey, KeyRegistry } from "./http/auth/find-by-key.ts";
export { mintKey } from "./http/keys/mint-key.ts";
export { problemAnswer } from "./http/reply/problem-answer.ts";
export type { ProblemAnswer } from "./http/reply/problem-answer.ts";
export { exportParts } from "./http/export/export-parts.ts";
export type { ExportPart } from "./http/export/export-parts.ts";
export { rightsText } from "./shape/rights-text.ts";
export { keyPrefix } from "./model/key-form.ts";
export type { KeyWish, MintedKey } from "./model/new-key.ts";
export { newKey, rotation } from "./plan/plan-key.ts";
export type { Rotation } from "./plan/plan-key.ts";
export { parseNewKey } from "./params/key-body.ts";
export type { KeyBody } from "./params/key-body.ts";
export { isoTime } from "./model/iso-time.ts";
export type { Auditor } from "./model/auditor.ts";
export { DEFAULT_LIMITS } from "./model/rate-limits.ts";
export type { RateLimits } from "./model/rate-limits.ts";
export { anonymousAddress } from "./http/request/anonymous-address.ts";
export { KEY_STATES, keyStateAt } from "./model/key-state.ts";
export type { KeyState } from "./model/key-state.ts";
export type { AdminCommand, AdminCommandResult } from "./model/admin-command.ts";
export type { AckView } from "./model/ack-view.ts";
export type {
  AlertDetailResource,
  AlertEventResource,
  ExplanationResource,
  IncidentResource,
  NotificationResource,
} from "./model/alert-detail-resource.ts";
export type { AlertResource } from "./model/alert-resource.ts";
export { API_PREFIX } from "./model/api-path.ts";
export type { CalendarDayResource, CalendarResource, CalendarVerdict } from "./model/calendar-resource.ts";
export type { IsoTime, RevisionResource, ServiceResource, ZonedTimeResource } from "./model/common-resource.ts";
export type {
  AttentionListResource,
  AttentionResource,
  DashboardParts,
  DashboardResource,
  FiringResource,
  MemoryUseResource,
  ServiceComponentResource,
  TopErrorResource,
  UnavailableResource,
  UpcomingResource,
  WorkerUseResource,
} from "./model/dashboard-resource.ts";
export type {
  DeclarationResource,
  InstanceResource,
  JobDetailResource,
  JobResource,
  LastErrorResource,
  RunTotalsResource,
  ScheduleResource,
} from "./model/job-resource.ts";
export type { AuditCheckResource, AuditResource } from "./model/audit-resource.ts";
export type { KeyResource, NewKeyResource, RevokedKeyResource } from "./model/key-resource.ts";
export type {
  ActivePointResource,
  BaselineResource,
  DurationResource,
  MetricsResource,
  RunFiguresResource,
  RunMetrics,
  RunPointResource,
} from "./model/metrics-resource.ts";
export type { List } from "./model/list.ts";
export type { Principal, Role, Scope } from "./model/principal.ts";
export { denialOf, isRole, isScope, ROLES, SCOPES } from "./model/principal.ts";
export type {
  ErrorDetailResource,
  ErrorHourResource,
  ErrorJobResource,
  ErrorResource,
} from "./model/error-resource.ts";
export type { LogHitResource } from "./model/log-resource.ts";
export type { ParameterFault, Problem, ProblemKind } from "./model/problem.ts";
export type { JsonValue, LogResource, SpanResource, StepResource } from "./model/record-resource.ts";
export type { RunDetailResource, RunErrorResource, RunResource } from "./model/run-resource.ts";
export type { TraceResource, TraceSpanResource } from "./model/trace-resource.ts";
export type { SilenceResource, SuppressionResource } from "./model/silence-resource.ts";
export type {
  ComponentMetrics,
  EmailMetrics,
  EventLoopMetrics,
  ItemMetrics,
  MemoryMetrics,
  TelemetryResource,
  WorkerMetrics,
} from "./model/telemetry-resource.ts";
export type { SlotResource } from "./model/slot-resource.ts";
export type {
  ComponentResource,
  HealthResource,
  ProbeResource,
  StatusResource,
  StoreResource,
} from "./model/status-resource.ts";
export type { ComponentHealth, HealthStatus, SystemHealth } from "./model/system-health.ts";
export { parseInstant } from "./params/parse-instant.ts";
export { EXPORT_FORMATS, EXPORT_TYPES } from "./params/export-params.ts";
export type { ExportFormat, ExportType } from "./params/export-params.ts";
export { shapeAudit } from "./shape/shape-audit.ts";
export { shapeKey } from "./shape/shape-key.ts";
