/** Version of the wire contract; rises with every name that is added, renamed or removed. */
export const SCHEMA_VERSION = "0.3.0";

/** Instrumentation scope of everything that the instrumentation emits. */
export const SCOPE_INSTRUMENTATION = "@jobscope/instrumentation";

/** Scope of conclusions that the monitor itself emits; ingest ignores it, so that no loop can form. */
export const SCOPE_MONITOR = "jobscope.monitor";

/** A run shorter than this sends no start event, in milliseconds. */
export const START_EVENT_THRESHOLD_MS = 250;

/** Default interval of the process heartbeat, in milliseconds. */
export const DEFAULT_HEARTBEAT_INTERVAL_MS = 15_000;

/** Runs named in one heartbeat at most; beyond it the list is left out and only the count is sent. */
export const MAX_LISTED_ACTIVE_RUNS = 1000;

/** A schedule whose period is shorter keeps no slots in the monitor, in milliseconds. */
export const MIN_SLOT_PERIOD_MS = 10_000;

/** `error.type` values a job may have before further ones become {@link ERROR_TYPE_OTHER}. */
export const MAX_ERROR_TYPES_PER_JOB = 20;
export const ERROR_TYPE_OTHER = "_OTHER";

/** Job names allowed on metrics before further ones become {@link JOB_NAME_OVERFLOW}; events and spans have no cap. */
export const MAX_JOB_NAMES_ON_METRICS = 200;
export const JOB_NAME_OVERFLOW = "_OTHER";

/** Component names with a meaning: default rules look for the first two; the libraries' names follow the prefix. */
export const COMPONENT_EMAIL = "email";
export const COMPONENT_DATABASE = "database";
export const COMPONENT_SCHEDULER_PREFIX = "scheduler/";
