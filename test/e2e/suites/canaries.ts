/** Secrets of every class, planted in real services under every scheduler library: in no output that exists. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import type { Signal } from "@jobscope/otlp";
import type { RunResource } from "@jobscope/query-api";
import { ChildProgram, startOtlpSink } from "@jobscope/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { toOtlpProtobuf } from "../../../packages/otlp/test/otlp-protobuf.ts";
import { post } from "../../support/otlp-client.ts";
import { slowTestsRun } from "../../support/slow.ts";
import type { CanarySpec, Ending } from "../services/canary-spec.ts";
import { ENDINGS } from "../services/canary-spec.ts";
import { CUT, FAILURES, JOB_PLACES, UNRECORDED } from "../services/careless-job.ts";
import type { Library } from "../services/schedule-jobs.ts";
import { AlertRecipients } from "../support/canaries/alert-recipients.ts";
import { CanaryBook } from "../support/canaries/canary-book.ts";
import type { Canary } from "../support/canaries/canary.ts";
import { TEXT_END, canariesAt, canaryOf, textStart } from "../support/canaries/canary.ts";
import { FOREIGN_PLACES, foreignRequests, foreignRunId } from "../support/canaries/foreign-requests.ts";
import { outputsOf } from "../support/canaries/outputs.ts";
import type { Landscape } from "../support/canaries/outputs.ts";
import { CLASS_NAMES } from "../support/canaries/secret-classes.ts";
import type { SecretClassName } from "../support/canaries/secret-classes.ts";
import { WireTap } from "../support/canaries/wire-tap.ts";
import { MonitorProcess } from "../support/monitor-process.ts";

const LIBRARIES: readonly Library[] = ["node-cron", "cron", "croner", "node-schedule"];
const SYSTEMS = { "node-cron": "node_cron", cron: "cron", croner: "croner", "node-schedule": "node_schedule" } as const;
const SERVICE = join(import.meta.dirname, "../services/canary-service.ts");
const FOREIGN_SOURCES = ["foreign json", "foreign protobuf"] as const;
const PROCESS_PLACES = [
  "service name",
  "resource environment",
  "resource key",
  "resource option",
  "command line",
  "argument",
  "job name in a warning",
];
const END_PLACES = ENDINGS.flatMap((ending) => [`${ending} progress`, `${ending} log`, `${ending} error`]);

const CANARIES: readonly Canary[] = [
  ...LIBRARIES.flatMap((library) => canariesAt(library, [...JOB_PLACES, ...END_PLACES])),
  ...canariesAt("node-cron", ["task file"]),
  ...canariesAt("process", PROCESS_PLACES),
  ...FOREIGN_SOURCES.flatMap((source) => canariesAt(source, [...FOREIGN_PLACES, "broken"])),
];
const book = new CanaryBook(CANARIES);
const everyEnding = slowTestsRun();
const ENDING_ATTEMPTS = 4;

/** A house's own secrets, as a policy lists them; everything else is the preset. */
const LITERALS = CANARIES.filter(({ where }) => where.includes("/custom/")).flatMap(({ secrets }) => secrets);
const POLICY = { name: "canaries", literals: [{ name: "vault", values: LITERALS }] };

const at = (place: string, className: SecretClassName): Canary => canaryOf("process", className, place);

/** What a careless operator puts into the environment of a service. */
const resourceAttributes = (): string =>
  CLASS_NAMES.flatMap((className) => {
    const [key, value] = at("resource environment", className).entry;
    return [
      `${className}.${key}=${encodeURIComponent(value)}`,
      `${encodeURIComponent(at("resource key", className).phrase)}=x`,
    ];
  }).join(",");

const resourceOptions = (): Record<string, string> =>
  Object.fromEntries([
    ...CLASS_NAMES.map((className) => [`option.${className}`, at("resource option", className).text]),
    ["process.command_line", CLASS_NAMES.map((className) => at("command line", className).phrase).join(" ")],
  ]);

interface Starting extends Omit<CanarySpec, "start"> {
  readonly endpoint: string;
  readonly namespace: string;
  readonly tmp: string;
  readonly policyFile?: string;
  readonly sanitizer?: false;
  readonly env?: Readonly<Record<string, string>>;
}

function startCanaryService(starting: Starting): ChildProgram {
  const { endpoint, namespace, tmp, policyFile, sanitizer, env, ...spec } = starting;
  const start = {
    serviceNamespace: namespace,
    resourceAttributes: resourceOptions(),
    ...(sanitizer !== undefined && { sanitizer }),
  };
  return new ChildProgram({
    script: SERVICE,
    args: [
      JSON.stringify({ ...spec, start } satisfies CanarySpec),
      ...CLASS_NAMES.flatMap((className) => {
        const [key, value] = at("argument", className).entry;
        return [`--${key}`, value];
      }),
    ],
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
      OTEL_SERVICE_NAME: CLASS_NAMES.map((className) => at("service name", className).text).join("; "),
      OTEL_RESOURCE_ATTRIBUTES: resourceAttributes(),
      TMPDIR: tmp,
      ...(policyFile !== undefined && { JOBSCOPE_SANITIZER_POLICY: policyFile }),
      ...env,
    },
  });
}

const leaksOf = (outputs: readonly Buffer[]): readonly string[] => {
  const found = new Set<string>();
  for (const output of outputs) for (const where of book.leaksIn(output)) found.add(where);
  return [...found].toSorted();
};

/** Nothing of any secret in any output; and each output is one that somebody wrote to. */
async function expectNoLeak(landscape: Landscape): Promise<void> {
  const leaks: Record<string, readonly string[]> = {};
  for (const output of outputsOf(landscape)) {
    const written = await output.read();
    expect(
      written.some((one) => one.includes(output.shows)),
      `${output.name} shows "${output.shows}"`,
    ).toBe(true);
    const found = leaksOf(written);
    if (found.length > 0) leaks[output.name] = found;
  }
  expect(leaks).toEqual({});
}

const labelled =
  (className: SecretClassName) =>
  ({ job_name }: RunResource): boolean =>
    job_name.startsWith(textStart(className)) && job_name.includes(TEXT_END);

describe.concurrent("canaries", { timeout: 120_000 }, () => {
  let monitor: MonitorProcess;
  let recipients: AlertRecipients;
  let tap: WireTap;
  let folder: string;
  let policyFile: string;
  const services: ChildProgram[] = [];
  const ended: ChildProgram[] = [];
  const answers: Buffer[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "jobscope-canaries-"));
    policyFile = join(folder, "policy.json");
    writeFileSync(policyFile, JSON.stringify(POLICY));
    recipients = await AlertRecipients.start();
    monitor = await MonitorProcess.start({
      profile: "development",
      args: ["--sanitizer-policy", policyFile, ...recipients.arguments(folder)],
      env: recipients.env,
    });
    tap = await WireTap.start(monitor.otlp);
  });
  afterAll(async () => {
    await Promise.all([...services, ...ended].map((program) => program[Symbol.asyncDispose]()));
    await tap[Symbol.asyncDispose]();
    await monitor[Symbol.asyncDispose]();
    await recipients[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  const common = (): Pick<Starting, "endpoint" | "tmp" | "policyFile"> => ({
    endpoint: tap.url,
    tmp: monitor.folder,
    policyFile,
  });

  async function carelessService(): Promise<void> {
    const service = startCanaryService({ ...common(), namespace: "careless", libraries: LIBRARIES });
    services.push(service);
    await service.says(/planted/, 60_000);
    await service.end("SIGTERM");
  }

  /** Telemetry on the console, and OpenTelemetry's own messages with it. */
  async function talkativeService(): Promise<void> {
    const env = {
      OTEL_TRACES_EXPORTER: "console",
      OTEL_METRICS_EXPORTER: "console",
      OTEL_LOGS_EXPORTER: "console",
      OTEL_LOG_LEVEL: "debug",
    };
    const service = startCanaryService({ ...common(), env, namespace: "talkative", libraries: ["croner"] });
    services.push(service);
    await service.says(/planted/, 60_000);
    // What a process leaves behind that was given no time.
    await service.end("SIGKILL");
    for (const said of ["job.run.end", "canary.planted", textStart("email")]) expect(service.stdout).toContain(said);
  }

  /** A process that ends has two seconds for its last words. Where a busy machine took them away, it says so, and another one ends. */
  async function endingService(ending: Ending, library: Library): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const namespace = `${ending} ${library} ${attempt}`;
      const env = { OTEL_EXPORTER_OTLP_PROTOCOL: "http/json" };
      const service = startCanaryService({ ...common(), env, namespace, ending, libraries: [library] });
      ended.push(service);
      await service.ended;
      if (attempt < ENDING_ATTEMPTS && service.stderr.includes("could not deliver")) continue;
      return await expectEnding(namespace, service);
    }
  }

  async function expectEnding(namespace: string, service: ChildProgram): Promise<void> {
    const runs = await monitor.api.runs(`namespace=${encodeURIComponent(namespace)}`);
    const underWay = runs.find(({ job_name }) => job_name.startsWith("under way"));
    expect(underWay?.state, service.stderr).toBe("error");
    const { logs } = await monitor.api.run(underWay?.id ?? "");
    const texts = logs.map(({ body }) => String(body).match(/Nightly/g)?.length);
    expect(texts, "what was logged before the end").toContain(CLASS_NAMES.length);
  }

  /** Each ending under each library where there is time for it; else each under one. */
  async function endingServices(): Promise<void> {
    for (const [index, ending] of ENDINGS.entries()) {
      const under = everyEnding ? LIBRARIES : LIBRARIES.slice(index, index + 1);
      await Promise.all(under.map((library) => endingService(ending, library)));
    }
  }

  async function foreignSender(source: (typeof FOREIGN_SOURCES)[number]): Promise<void> {
    const nowMs = Date.now();
    for (const className of CLASS_NAMES) {
      for (const { signal, body } of foreignRequests(source, className, nowMs)) {
        const answer = await send(signal, source === "foreign json" ? body : toOtlpProtobuf(signal, body));
        expect(answer.status, answer.text).toBe(200);
      }
      const broken = canaryOf(source, className, "broken");
      for (const body of [`{"resourceLogs": [{"${broken.text}": `, JSON.stringify(brokenRequest(broken))]) {
        expect((await send("logs", body)).status).toBe(400);
      }
    }
  }

  async function send(signal: Signal, body: string | Uint8Array): Promise<Awaited<ReturnType<typeof post>>> {
    const isJson = typeof body === "string";
    const headers = {
      "content-type": isJson ? "application/json" : "application/x-protobuf",
      ...(!isJson && { "content-encoding": "gzip" }),
    };
    const answer = await post(monitor.otlp, { path: `/v1/${signal}`, headers, body: isJson ? body : gzipSync(body) });
    answers.push(Buffer.from(answer.text));
    return answer;
  }

  async function expectFailures(): Promise<void> {
    const failed = await monitor.api.runs("namespace=careless&state=failure");
    for (const library of LIBRARIES) {
      for (const className of CLASS_NAMES) {
        const own = failed.filter((run) => run.system === SYSTEMS[library] && labelled(className)(run));
        expect(own.length, `${library} ${className}`).toBe(FAILURES);
      }
    }
  }

  /** What a node-cron task in a process of its own threw. */
  async function expectTaskFile(): Promise<void> {
    const [run] = await monitor.api.runs("namespace=careless&state=failure&job=careless%20task%20file");
    const { error } = await monitor.api.run(run?.id ?? "");
    expect(error?.type).toBe("RangeError");
    expect(error?.message?.match(/Nightly/g)).toHaveLength(CLASS_NAMES.length);
  }

  /** The words around the secrets, in the details of the run that planted them. */
  async function expectContext(): Promise<void> {
    const failed = await monitor.api.runs("namespace=careless&state=failure");
    for (const className of CLASS_NAMES) {
      const first = failed.filter(labelled(className)).findLast(({ progress }) => progress === 0.5);
      const { logs, spans, progress_message, error } = await monitor.api.run(first?.id ?? "");
      const around = (value: unknown): boolean =>
        typeof value === "string" && value.startsWith(textStart(className)) && value.endsWith(TEXT_END);
      const where = `${className}: ${first?.job_name}`;
      expect(around(progress_message), `${where} ${progress_message}`).toBe(true);
      expect(around(error?.message), `${where} ${error?.message}`).toBe(true);
      // A line, an audit event's body, and one that went around our logger.
      expect(logs.filter(({ body }) => around(body)).length, where).toBeGreaterThanOrEqual(3);
      expect(spans.filter(({ name }) => around(name)).length, where).toBeGreaterThanOrEqual(2);
      expect(spans.filter(({ status_message }) => around(status_message)).length, where).toBeGreaterThanOrEqual(2);
    }
  }

  /** Series that became one when their attributes were masked are counted together. */
  function expectCounts(): void {
    const planted = tap
      .decoded()
      .flatMap((request) =>
        request.signal !== "metrics"
          ? []
          : request.records.flatMap((point) =>
              point.kind === "sum" && point.metric.name === "canary.planted"
                ? [{ key: JSON.stringify(point.attributes), value: Number(point.value) }]
                : [],
            ),
      );
    const newest = new Map(planted.map(({ key, value }) => [key, value]));
    expect([...newest.values()].reduce((sum, value) => sum + value, 0)).toBe(LIBRARIES.length * CLASS_NAMES.length);
  }

  async function expectForeign(): Promise<void> {
    const runs = await monitor.api.runs("");
    for (const source of FOREIGN_SOURCES) {
      for (const className of CLASS_NAMES) {
        const where = `${source} ${className}`;
        const run = runs.find(({ run_id }) => run_id === foreignRunId(source, className));
        expect(run, where).toMatchObject({ state: "failure", progress: 0.25, duration_seconds: 0.125 });
        for (const value of [run?.job_name, run?.progress_message, run?.error?.message, run?.service.name]) {
          expect(value, where).toContain(textStart(className));
          expect(value, where).toContain(TEXT_END);
        }
        const { events, logs, spans } = await monitor.api.run(run?.id ?? "");
        expect([events.length + logs.length, spans.length], where).toEqual([9, 1]);
      }
    }
  }

  test("of real services under every library, of foreign senders: in no output", async () => {
    // First, as a process that ends has little time: all that the others send and all that is told of it takes its share.
    await endingServices();
    await Promise.all([
      carelessService(),
      talkativeService(),
      ...FOREIGN_SOURCES.map((source) => foreignSender(source)),
    ]);
    await expectFailures();
    await expectTaskFile();
    await expectContext();
    expectCounts();
    await expectForeign();
    await recipients.toldOf(() => monitor.api.alerts("active=true&rule=EverythingOfFailure"));
    await expectNoLeak({ monitor, tap, services, ended, answers, recipients });
  });

  test("with sanitizing turned off, each place of each library leaks: what is planted is found", async () => {
    const sink = await startOtlpSink();
    await using open = await WireTap.start(sink.url);
    await using service = startCanaryService({
      endpoint: open.url,
      tmp: folder,
      namespace: "open",
      libraries: LIBRARIES,
      sanitizer: false,
    });
    await service.says(/planted/, 60_000);
    await service.end("SIGTERM");
    await sink.close();
    const found = new Set(leaksOf(open.bodies()));
    const planted = LIBRARIES.flatMap((library) =>
      canariesAt(
        library,
        JOB_PLACES.filter((place) => !UNRECORDED.has(place) && !CUT.has(place)),
      ),
    );
    expect(planted.map(({ where }) => where).filter((where) => !found.has(where))).toEqual([]);
    // The addresses set aside for documentation are too few for each place to have its own.
    const unrecorded = LIBRARIES.flatMap((library) => canariesAt(library, [...UNRECORDED])).filter(
      ({ where }) => !where.includes("/ipv4/"),
    );
    expect(unrecorded.map(({ where }) => where).filter((where) => found.has(where))).toEqual([]);
  });

  test.each(FOREIGN_SOURCES)("the requests of the sender '%s' hold a secret in each place", (source) => {
    const bodies = CLASS_NAMES.flatMap((className) =>
      foreignRequests(source, className, 0).map(({ signal, body }) =>
        Buffer.from(source === "foreign json" ? body : toOtlpProtobuf(signal, body)),
      ),
    );
    const found = new Set(leaksOf(bodies));
    // Not every secret can be a trace state or a number.
    const places = FOREIGN_PLACES.filter((place) => !/(state|attribute number)$/.test(place));
    expect(
      canariesAt(source, places)
        .map(({ where }) => where)
        .filter((where) => !found.has(where)),
    ).toEqual([]);
  });
});

/** Not OTLP, in a place that a message about it may name. */
const brokenRequest = ({ text }: Canary): unknown => ({
  resourceLogs: [{ resource: { attributes: [{ key: text, value: { stringValue: { [text]: text } } }] } }],
});
