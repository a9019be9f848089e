import { ATTRIBUTES } from "@jobscope/semconv";

/**
 * Of the OpenTelemetry semantic conventions 1.45: what says which code ran where and how it ended. Left out is what
 * quotes a request, a statement, a command line or a person: `url.full`, `db.query.text`, `process.command_args`, `user.*`.
 */
const CONVENTIONS = `
  service.name service.namespace service.version service.instance.id service.criticality service.peer.name
  deployment.environment.name deployment.environment deployment.id deployment.name deployment.status
  telemetry.sdk.name telemetry.sdk.language telemetry.sdk.version telemetry.distro.name telemetry.distro.version
  otel.scope.name otel.scope.version otel.scope.schema_url otel.status_code otel.span.sampling_result
  otel.component.name otel.component.type event.name
  host.name host.id host.type host.arch host.image.id host.image.name host.image.version
  os.type os.name os.version os.description os.build_id
  process.pid process.parent_pid process.executable.name process.runtime.name process.runtime.version
  process.runtime.description process.creation.time process.exit.code process.exit.time process.cpu.state process.state
  container.id container.name container.runtime container.runtime.name container.image.id container.image.name
  container.image.tags
  k8s.cluster.name k8s.cluster.uid k8s.namespace.name k8s.node.name k8s.node.uid k8s.pod.name k8s.pod.uid
  k8s.container.name k8s.container.restart_count k8s.deployment.name k8s.deployment.uid k8s.replicaset.name
  k8s.replicaset.uid k8s.statefulset.name k8s.statefulset.uid k8s.daemonset.name k8s.daemonset.uid k8s.job.name
  k8s.job.uid k8s.cronjob.name k8s.cronjob.uid
  cloud.provider cloud.platform cloud.region cloud.availability_zone cloud.account.id cloud.resource_id
  faas.name faas.version faas.instance faas.trigger faas.cron faas.coldstart faas.invocation.id faas.max_memory
  code.function.name code.file.path code.line.number code.column.number code.namespace code.function code.filepath code.lineno
  thread.id thread.name
  error.type exception.type exception.message exception.stacktrace exception.escaped
  log.iostream log.file.name log.record.uid
  http.request.method http.request.body.size http.request.size http.request.resend_count http.response.status_code
  http.response.body.size http.response.size http.route url.scheme url.template
  server.address server.port network.protocol.name network.protocol.version network.transport network.type
  network.peer.port network.local.port network.io.direction
  db.system.name db.system db.namespace db.collection.name db.operation.name db.operation.batch.size db.query.summary
  db.stored_procedure.name db.response.status_code db.response.returned_rows db.client.connection.pool.name
  db.client.connection.state
  messaging.system messaging.operation.name messaging.operation.type messaging.destination.name
  messaging.destination.template messaging.destination.partition.id messaging.consumer.group.name
  messaging.batch.message_count messaging.message.id messaging.message.body.size messaging.kafka.offset
  rpc.system rpc.system.name rpc.service rpc.method rpc.response.status_code rpc.grpc.status_code
  v8js.gc.type v8js.heap.space.name v8js.resource.type nodejs.eventloop.state
  system.cpu.state system.memory.state system.device system.filesystem.state
  feature_flag.key feature_flag.provider.name feature_flag.result.variant feature_flag.result.reason
  trace_id span_id trace_flags
`;

/** Members of errors and of log records that are objects; the texts under them are searched like all others. */
const OF_RECORDS = "type message stack cause errors code errno syscall level severity msg time timestamp logger";

const listed = (names: string): readonly string[] => names.trim().split(/\s+/u);

/** Keys whose values may pass in the `strict` preset. */
export const allowedKeys: readonly string[] = [
  ...new Set([...ATTRIBUTES.map(({ name }) => name), ...listed(CONVENTIONS), ...listed(OF_RECORDS)]),
];
