import {
  JOB_CRITICALITIES,
  JOB_ITEM_OUTCOMES,
  JOB_PROCESS_STOP_REASONS,
  JOB_RUN_RESULTS,
  JOB_RUN_SKIP_REASONS,
  JOB_RUN_TRIGGERS,
  JOB_SCHEDULE_TYPES,
  JOB_SCOPES,
  JOB_SLOT_MISSED_CAUSES,
  JOB_SYSTEM_NAMES,
  LOG_CATEGORIES,
} from "./enums.ts";

/** OTLP attribute types that the contract uses. Instants are RFC 3339 strings in UTC. */
export type AttributeType = "string" | "int" | "double" | "boolean" | "instant" | "string[]" | "instant[]";

export interface AttributeDefinition {
  readonly name: string;
  readonly type: AttributeType;
  /** Closed value set, where there is one. */
  readonly values?: readonly string[];
  /** Whether it may stand on a metric: identifiers, instants and messages never may. */
  readonly onMetrics: "yes" | "opt_in" | "no";
  readonly brief: string;
  readonly example: string;
}

// Identity of a job
export const ATTR_JOB_NAME = "job.name";
export const ATTR_JOB_SYSTEM_NAME = "job.system.name";
export const ATTR_JOB_CRITICALITY = "job.criticality";
export const ATTR_JOB_GROUP_NAME = "job.group.name";
export const ATTR_JOB_OWNER_NAME = "job.owner.name";
export const ATTR_JOB_SCOPE = "job.scope";
/** Orders the `job.*` events of one process whatever its clock does. */
export const ATTR_JOB_EVENT_SEQUENCE = "job.event.sequence";

// Schedule
export const ATTR_JOB_SCHEDULE_TYPE = "job.schedule.type";
export const ATTR_JOB_SCHEDULE_EXPRESSION = "job.schedule.expression";
export const ATTR_JOB_SCHEDULE_TIMEZONE = "job.schedule.timezone";
export const ATTR_JOB_SCHEDULE_NEXT_TIMES = "job.schedule.next_times";
export const ATTR_JOB_START_MARGIN = "job.start_margin";
export const ATTR_JOB_EARLY_TOLERANCE = "job.early_tolerance";
export const ATTR_JOB_MAX_RUNTIME = "job.max_runtime";
export const ATTR_JOB_FINISH_BY = "job.finish_by";

// Run
export const ATTR_JOB_RUN_ID = "job.run.id";
export const ATTR_JOB_RUN_RESULT = "job.run.result";
export const ATTR_JOB_RUN_TRIGGER = "job.run.trigger";
export const ATTR_JOB_RUN_SKIP_REASON = "job.run.skip.reason";
export const ATTR_JOB_RUN_ATTEMPT = "job.run.attempt";
export const ATTR_JOB_RUN_MAX_ATTEMPTS = "job.run.max_attempts";
export const ATTR_JOB_RUN_PREVIOUS_ID = "job.run.previous.id";
export const ATTR_JOB_RUN_SCHEDULED_TIME = "job.run.scheduled_time";
export const ATTR_JOB_RUN_START_TIME = "job.run.start_time";
export const ATTR_JOB_RUN_DELAY = "job.run.delay";
export const ATTR_JOB_RUN_DURATION = "job.run.duration";
export const ATTR_JOB_RUN_PROGRESS = "job.run.progress";
export const ATTR_JOB_RUN_PROGRESS_MESSAGE = "job.run.progress.message";
export const ATTR_JOB_RUN_HEARTBEAT_INTERVAL = "job.run.heartbeat.interval";
export const ATTR_JOB_STEP_NAME = "job.step.name";
export const ATTR_JOB_ITEM_OUTCOME = "job.item.outcome";

// Slot
export const ATTR_JOB_SLOT_FROM = "job.slot.from";
export const ATTR_JOB_SLOT_TO = "job.slot.to";
export const ATTR_JOB_SLOT_COUNT = "job.slot.count";
export const ATTR_JOB_SLOT_MISSED_CAUSE = "job.slot.missed.cause";

// Process
export const ATTR_JOB_PROCESS_START_TIME = "job.process.start_time";
export const ATTR_JOB_PROCESS_HEARTBEAT_SEQUENCE = "job.process.heartbeat.sequence";
export const ATTR_JOB_PROCESS_HEARTBEAT_INTERVAL = "job.process.heartbeat.interval";
export const ATTR_JOB_PROCESS_ACTIVE_RUNS = "job.process.active_runs";
export const ATTR_JOB_PROCESS_ACTIVE_RUN_COUNT = "job.process.active_run_count";
export const ATTR_JOB_PROCESS_DROPPED_RECORDS = "job.process.dropped_records";
export const ATTR_JOB_PROCESS_LONGEST_BLOCK = "job.process.longest_block";
export const ATTR_JOB_PROCESS_FOUND_DEAD = "job.process.found_dead";
export const ATTR_JOB_PROCESS_STOP_REASON = "job.process.stop.reason";
export const ATTR_JOB_PROCESS_BOOT_ID = "job.process.boot_id";
export const ATTR_JOB_PROCESS_PID_NAMESPACE = "job.process.pid_namespace";
export const ATTR_JOB_PROCESS_KERNEL_START_TIME = "job.process.kernel_start_time";

// Records and metrics
export const ATTR_LOG_CATEGORY = "log.category";
export const ATTR_LOG_RECORD_UID = "log.record.uid";
export const ATTR_TELEMETRY_SIGNAL = "job.telemetry.signal";
export const ATTR_TELEMETRY_DROP_REASON = "job.telemetry.drop.reason";

// Taken from the OpenTelemetry semantic conventions (1.45) as they are
export const ATTR_ERROR_TYPE = "error.type";
export const ATTR_EXCEPTION_TYPE = "exception.type";
export const ATTR_EXCEPTION_MESSAGE = "exception.message";
export const ATTR_EXCEPTION_STACKTRACE = "exception.stacktrace";
export const ATTR_SERVICE_NAME = "service.name";
export const ATTR_SERVICE_NAMESPACE = "service.namespace";
export const ATTR_SERVICE_VERSION = "service.version";
export const ATTR_SERVICE_INSTANCE_ID = "service.instance.id";
export const ATTR_DEPLOYMENT_ENVIRONMENT_NAME = "deployment.environment.name";
export const ATTR_HOST_NAME = "host.name";
export const ATTR_PROCESS_PID = "process.pid";

type Row = readonly [
  name: string,
  type: AttributeType,
  onMetrics: AttributeDefinition["onMetrics"],
  brief: string,
  example: string,
  values?: readonly string[],
];

const ROWS: readonly Row[] = [
  [
    ATTR_JOB_NAME,
    "string",
    "yes",
    "Stable name of the job within its service: from the options, then the function's name, then file and line; never a library's random id.",
    "invoice.generate",
  ],
  [
    ATTR_JOB_SYSTEM_NAME,
    "string",
    "yes",
    "The scheduler library that runs the job, or `custom` for wrapped code.",
    "node_cron",
    JOB_SYSTEM_NAMES,
  ],
  [ATTR_JOB_CRITICALITY, "string", "yes", "How much the job matters.", "critical", JOB_CRITICALITIES],
  [ATTR_JOB_GROUP_NAME, "string", "opt_in", "Group that the job belongs to.", "billing"],
  [ATTR_JOB_OWNER_NAME, "string", "opt_in", "Team or person that answers for the job.", "team-payments"],
  [
    ATTR_JOB_SCOPE,
    "string",
    "no",
    "Whether each live instance owes a run of a slot, or the cluster owes one.",
    "instance",
    JOB_SCOPES,
  ],
  [
    ATTR_JOB_EVENT_SEQUENCE,
    "int",
    "no",
    "Number of this `job.*` event in its process, ascending by one; orders events whatever the clock does.",
    "42",
  ],
  [ATTR_JOB_SCHEDULE_TYPE, "string", "no", "Kind of schedule.", "cron", JOB_SCHEDULE_TYPES],
  [
    ATTR_JOB_SCHEDULE_EXPRESSION,
    "string",
    "no",
    "The schedule as the user wrote it, for people to read; never parsed again.",
    "*/5 * * * *",
  ],
  [
    ATTR_JOB_SCHEDULE_TIMEZONE,
    "string",
    "no",
    "IANA time zone in which the library evaluates the schedule.",
    "Europe/Paris",
  ],
  [
    ATTR_JOB_SCHEDULE_NEXT_TIMES,
    "instant[]",
    "no",
    "The next instants at which the job should start, computed by the scheduler library itself.",
    "2026-11-23T13:00:00.000Z",
  ],
  [
    ATTR_JOB_START_MARGIN,
    "double",
    "no",
    "Seconds after its slot within which a start is on time; later is late, then missed.",
    "60",
  ],
  [ATTR_JOB_EARLY_TOLERANCE, "double", "no", "Seconds before its slot from which a start meets it.", "15"],
  [ATTR_JOB_MAX_RUNTIME, "double", "no", "Seconds after which a running run is stuck.", "7200"],
  [ATTR_JOB_FINISH_BY, "double", "no", "Seconds after its slot by which the run must have ended.", "3600"],
  [ATTR_JOB_RUN_ID, "string", "no", "Id of one execution attempt, a UUIDv7.", "019aaf3e-5b6c-7d3a-9a61-0f6c2f6f1f3b"],
  [
    ATTR_JOB_RUN_RESULT,
    "string",
    "yes",
    "Result of the run. `failure`: the job's own code failed; `error`: the platform failed it.",
    "success",
    JOB_RUN_RESULTS,
  ],
  [ATTR_JOB_RUN_TRIGGER, "string", "opt_in", "What made the run start.", "schedule", JOB_RUN_TRIGGERS],
  [ATTR_JOB_RUN_SKIP_REASON, "string", "yes", "Why a due run was not started.", "overlap", JOB_RUN_SKIP_REASONS],
  [ATTR_JOB_RUN_ATTEMPT, "int", "no", "Number of this attempt of one piece of work, from 1.", "1"],
  [ATTR_JOB_RUN_MAX_ATTEMPTS, "int", "no", "Attempts that the queue allows.", "3"],
  [
    ATTR_JOB_RUN_PREVIOUS_ID,
    "string",
    "no",
    "Run id of the attempt before this one.",
    "019aaf3e-5b6c-7d3a-9a61-0f6c2f6f1f3a",
  ],
  [
    ATTR_JOB_RUN_SCHEDULED_TIME,
    "instant",
    "no",
    "The slot that this run meets, where the library tells it.",
    "2026-11-23T13:00:00.000Z",
  ],
  [
    ATTR_JOB_RUN_START_TIME,
    "instant",
    "no",
    "When the run started, by the process's wall clock.",
    "2026-11-23T13:00:00.012Z",
  ],
  [ATTR_JOB_RUN_DELAY, "double", "no", "Seconds from the slot to the start.", "0.012"],
  [ATTR_JOB_RUN_DURATION, "double", "no", "Seconds that the run took, by the monotonic clock.", "1.204"],
  [ATTR_JOB_RUN_PROGRESS, "double", "no", "Share of the work that is done, 0 to 1.", "0.4"],
  [ATTR_JOB_RUN_PROGRESS_MESSAGE, "string", "no", "What the job says about its progress.", "batch 4 of 10"],
  [
    ATTR_JOB_RUN_HEARTBEAT_INTERVAL,
    "double",
    "no",
    "Seconds between the beats of a run that lives in another process or worker.",
    "15",
  ],
  [ATTR_JOB_STEP_NAME, "string", "no", "Name of a step inside a run.", "load customers"],
  [ATTR_JOB_ITEM_OUTCOME, "string", "yes", "Outcome of the items that a job reports.", "success", JOB_ITEM_OUTCOMES],
  [ATTR_JOB_SLOT_FROM, "instant", "no", "First slot of a gap.", "2026-11-23T13:00:00.000Z"],
  [ATTR_JOB_SLOT_TO, "instant", "no", "Last slot of a gap.", "2026-11-23T13:05:00.000Z"],
  [ATTR_JOB_SLOT_COUNT, "int", "no", "Slots in a gap, where the library can tell.", "6"],
  [ATTR_JOB_SLOT_MISSED_CAUSE, "string", "yes", "Why the slot has no run.", "blocked_loop", JOB_SLOT_MISSED_CAUSES],
  [
    ATTR_JOB_PROCESS_START_TIME,
    "instant",
    "no",
    "When the process started; tells incarnations of one instance id apart.",
    "2026-11-23T12:00:00.000Z",
  ],
  [
    ATTR_JOB_PROCESS_HEARTBEAT_SEQUENCE,
    "int",
    "no",
    "Number of this heartbeat in its process, ascending by one.",
    "17",
  ],
  [ATTR_JOB_PROCESS_HEARTBEAT_INTERVAL, "double", "no", "Seconds between heartbeats.", "15"],
  [
    ATTR_JOB_PROCESS_ACTIVE_RUNS,
    "string[]",
    "no",
    "Ids of the runs that are running; absent when there are more than fit.",
    "019aaf3e-5b6c-7d3a-9a61-0f6c2f6f1f3b",
  ],
  [ATTR_JOB_PROCESS_ACTIVE_RUN_COUNT, "int", "no", "How many runs are running.", "3"],
  [ATTR_JOB_PROCESS_DROPPED_RECORDS, "int", "no", "Records that this process has dropped since it started.", "0"],
  [
    ATTR_JOB_PROCESS_LONGEST_BLOCK,
    "double",
    "no",
    "Seconds of the longest event-loop block since the last heartbeat, suspension excluded.",
    "0.02",
  ],
  [
    ATTR_JOB_PROCESS_FOUND_DEAD,
    "string[]",
    "no",
    "Instance ids of this service that were found dead on this host at start.",
    "d2b7…",
  ],
  [ATTR_JOB_PROCESS_STOP_REASON, "string", "no", "Why the process stopped.", "signal", JOB_PROCESS_STOP_REASONS],
  [ATTR_JOB_PROCESS_BOOT_ID, "string", "no", "Boot id of the host: process ids compare only within one boot.", "5f0c…"],
  [
    ATTR_JOB_PROCESS_PID_NAMESPACE,
    "string",
    "no",
    "PID namespace: process ids compare only within one namespace.",
    "pid:[4026531836]",
  ],
  [
    ATTR_JOB_PROCESS_KERNEL_START_TIME,
    "string",
    "no",
    "Start time of the process in clock ticks since boot; guards against a reused process id.",
    "814233",
  ],
  [ATTR_LOG_CATEGORY, "string", "no", "Category of a log record.", "jobs", LOG_CATEGORIES],
  [
    ATTR_LOG_RECORD_UID,
    "string",
    "no",
    "Unique id of a log record; repeats of it are the same record.",
    "019aaf3e-5b6c-7d3a-9a61-0f6c2f6f1f3b",
  ],
  [ATTR_TELEMETRY_SIGNAL, "string", "yes", "Signal of a dropped item.", "logs"],
  [ATTR_TELEMETRY_DROP_REASON, "string", "yes", "Why an item was dropped.", "queue_full"],
  [
    ATTR_ERROR_TYPE,
    "string",
    "yes",
    "Low-cardinality class or code of the failure, only on failure; at most 20 a job, then `_OTHER`.",
    "ECONNREFUSED",
  ],
];

/** Every attribute of the contract, in documentation order. */
export const ATTRIBUTES: readonly AttributeDefinition[] = ROWS.map(
  ([name, type, onMetrics, brief, example, values]) => ({
    name,
    type,
    onMetrics,
    brief,
    example,
    ...(values && { values }),
  }),
);
