/** Names of the attributes; `attribute-registry.ts` says what each one means. */

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

// The sanitizer: what was done, never to which value
export const ATTR_SANITIZER_POLICY = "jobscope.sanitizer.policy";
export const ATTR_SANITIZER_DETECTOR = "jobscope.sanitizer.detector";
export const ATTR_SANITIZER_LOCATION = "jobscope.sanitizer.location";
export const ATTR_SANITIZER_ACTION = "jobscope.sanitizer.action";
export const ATTR_SANITIZER_UNSEEN_REASON = "jobscope.sanitizer.unseen.reason";

// Parts that the jobs depend on, worker pools, limits, and other monitors of the process
export const ATTR_COMPONENT_NAME = "jobscope.component.name";
export const ATTR_COMPONENT_HEALTHY = "jobscope.component.healthy";
export const ATTR_EMAIL_RESULT = "jobscope.email.result";
export const ATTR_MEMORY_LIMIT_KIND = "jobscope.memory.limit.kind";
export const ATTR_POOL_NAME = "job.pool.name";
export const ATTR_PERFORMANCE_MONITOR_NAME = "jobscope.performance.monitor.name";
export const ATTR_PERFORMANCE_ALERT_NAME = "jobscope.performance.alert.name";
export const ATTR_PERFORMANCE_ALERT_SEVERITY = "jobscope.performance.alert.severity";
export const ATTR_PERFORMANCE_ALERT_VALUE = "jobscope.performance.alert.value";
export const ATTR_PERFORMANCE_ALERT_THRESHOLD = "jobscope.performance.alert.threshold";

// Measurements on log records, named as the OpenTelemetry metrics that measure the same
export const ATTR_PROCESS_MEMORY_USAGE = "process.memory.usage";
export const ATTR_V8JS_HEAP_USED = "v8js.memory.heap.used";

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
