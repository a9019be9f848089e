/** Export requests of a sender that sanitizes nothing, written by hand: every part of every signal that can hold a text. */
import { createHash } from "node:crypto";

import type { Signal } from "@jobscope/otlp";

import { asNumber, inTraceState } from "../../services/careless-job.ts";
import type { Canary, CanarySource } from "./canary.ts";
import { canaryOf } from "./canary.ts";
import type { SecretClassName } from "./secret-classes.ts";

/** Where a foreign request holds secrets. */
export const FOREIGN_PLACES = [
  "service name",
  "service namespace",
  "resource attribute",
  "resource key",
  "resource schema url",
  "command line",
  "command arguments",
  "scope name",
  "scope version",
  "scope attribute",
  "scope schema url",
  "job name",
  "group",
  "owner",
  "schedule",
  "timezone",
  "step",
  "progress",
  "severity text",
  "event name",
  "body",
  "body object",
  "body array",
  "body bytes",
  "attribute",
  "attribute nested",
  "attribute array",
  "attribute bytes",
  "attribute key",
  "attribute number",
  "contract number",
  "contract set",
  "contract instant",
  "error type",
  "exception type",
  "exception message",
  "exception stack",
  "span name",
  "span attribute",
  "span status",
  "span event",
  "span event attribute",
  "link attribute",
  "link state",
  "trace state",
  "metric name",
  "metric description",
  "metric unit",
  "metric attribute",
  "exemplar attribute",
] as const;
export type ForeignPlace = (typeof FOREIGN_PLACES)[number];

type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

const text = (value: string): Json => ({ stringValue: value });
const bytes = (value: string): Json => ({ bytesValue: Buffer.from(value).toString("base64") });
const list = (...values: readonly Json[]): Json => ({ arrayValue: { values } });
const map = (...entries: readonly Json[]): Json => ({ kvlistValue: { values: entries } });
const entry = (key: string, value: Json | string): Json => ({
  key,
  value: typeof value === "string" ? text(value) : value,
});
const digest = (of: string, length: number): string => createHash("sha256").update(of).digest("hex").slice(0, length);

/** The id of the one run of this class; what has to arrive whatever is masked. */
export function foreignRunId(source: CanarySource, className: SecretClassName): string {
  const hex = digest(`${source} ${className}`, 12);
  return `019aaf3e-5b6c-7d3a-9a61-${hex}`;
}

export interface ForeignRequest {
  readonly signal: Signal;
  readonly body: string;
}

/** One request for each signal, full of secrets of one class. */
export function foreignRequests(source: CanarySource, className: SecretClassName, nowMs: number): ForeignRequest[] {
  const one = new Foreign(source, className, nowMs);
  return [
    { signal: "logs", body: JSON.stringify(one.logs()) },
    { signal: "traces", body: JSON.stringify(one.spans()) },
    { signal: "metrics", body: JSON.stringify(one.metrics()) },
  ];
}

class Foreign {
  readonly #source: CanarySource;
  readonly #className: SecretClassName;
  readonly #nowMs: number;

  constructor(source: CanarySource, className: SecretClassName, nowMs: number) {
    this.#source = source;
    this.#className = className;
    this.#nowMs = nowMs;
  }

  logs(): Json {
    const { resource, scope } = this.#origin();
    const at = (place: ForeignPlace): string => this.#at(place).text;
    const run = this.#run();
    const error = [entry("error.type", at("error type")), entry("exception.message", at("exception message"))];
    const logRecords = [
      this.#log("job.declared", [
        this.#jobName(),
        entry("job.system.name", "custom"),
        entry("job.group.name", at("group")),
        entry("job.owner.name", at("owner")),
        entry("job.schedule.type", "custom"),
        entry("job.schedule.expression", at("schedule")),
        entry("job.schedule.timezone", at("timezone")),
        entry("job.schedule.next_times", list()),
      ]),
      this.#log("job.run.start", [...run, entry("job.run.start_time", new Date(this.#nowMs).toISOString())]),
      this.#log("job.run.progress", [
        ...run,
        entry("job.run.progress", { doubleValue: 0.25 }),
        entry("job.run.progress.message", at("progress")),
      ]),
      this.#log("job.run.exception", [
        ...run,
        ...error,
        entry("exception.type", at("exception type")),
        entry("exception.stacktrace", `Error: it\n    at run (${at("exception stack")})`),
      ]),
      this.#log("job.run.end", [
        ...run,
        ...error,
        entry("job.run.result", "failure"),
        entry("job.run.duration", { doubleValue: 0.125 }),
      ]),
      ...this.#lines(run),
    ];
    return { resourceLogs: [{ ...resource, scopeLogs: [{ ...scope, logRecords }] }] };
  }

  spans(): Json {
    const { resource, scope } = this.#origin();
    const at = (place: ForeignPlace): Canary => this.#at(place);
    const span = {
      ...this.#ids(),
      name: at("span name").text,
      kind: 1,
      traceState: `vendor=${inTraceState(at("trace state"))}`,
      startTimeUnixNano: this.#nanos(0),
      endTimeUnixNano: this.#nanos(125),
      attributes: [...this.#run(), entry(...at("span attribute").entry), entry("job.step.name", at("step").text)],
      status: { code: 2, message: at("span status").text },
      events: [
        {
          name: at("span event").text,
          timeUnixNano: this.#nanos(1),
          attributes: [entry(...at("span event attribute").entry)],
        },
      ],
      links: [
        {
          ...this.#ids("link"),
          traceState: `vendor=${inTraceState(at("link state"))}`,
          attributes: [entry(...at("link attribute").entry)],
        },
      ],
    };
    return { resourceSpans: [{ ...resource, scopeSpans: [{ ...scope, spans: [span] }] }] };
  }

  metrics(): Json {
    const { resource, scope } = this.#origin();
    const at = (place: ForeignPlace): Canary => this.#at(place);
    const point = {
      attributes: [entry(...at("metric attribute").entry)],
      startTimeUnixNano: this.#nanos(0),
      timeUnixNano: this.#nanos(100),
      asInt: "7",
      exemplars: [
        {
          filteredAttributes: [entry(...at("exemplar attribute").entry)],
          timeUnixNano: this.#nanos(50),
          asInt: "7",
        },
      ],
    };
    const metric = {
      name: at("metric name").text,
      description: at("metric description").text,
      unit: at("metric unit").text,
      sum: { aggregationTemporality: 2, isMonotonic: true, dataPoints: [point] },
    };
    return { resourceMetrics: [{ ...resource, scopeMetrics: [{ ...scope, metrics: [metric] }] }] };
  }

  #at(place: ForeignPlace): Canary {
    return canaryOf(this.#source, this.#className, place);
  }

  #origin(): { readonly resource: { readonly [key: string]: Json }; readonly scope: { readonly [key: string]: Json } } {
    const at = (place: ForeignPlace): Canary => this.#at(place);
    const [flag, value] = at("command arguments").entry;
    return {
      resource: {
        schemaUrl: `https://schemas.example.com/${encodeURIComponent(at("resource schema url").phrase)}`,
        resource: {
          attributes: [
            entry("service.name", at("service name").text),
            entry("service.namespace", at("service namespace").text),
            entry("service.instance.id", `instance-of-${this.#source.replace(" ", "-")}`),
            entry("process.command_args", list(text("node"), text("app.js"), text(`--${flag}`), text(value))),
            entry("process.command_line", `node app.js ${at("command line").phrase}`),
            entry(...at("resource attribute").entry),
            entry(at("resource key").text, "x"),
          ],
        },
      },
      scope: {
        schemaUrl: `https://schemas.example.com/${encodeURIComponent(at("scope schema url").phrase)}`,
        scope: {
          name: at("scope name").text,
          version: at("scope version").text,
          attributes: [entry(...at("scope attribute").entry)],
        },
      },
    };
  }

  #jobName(): Json {
    return entry("job.name", this.#at("job name").text);
  }

  #run(): readonly Json[] {
    const runId = foreignRunId(this.#source, this.#className);
    return [this.#jobName(), entry("job.system.name", "custom"), entry("job.run.id", runId)];
  }

  #ids(of: string = ""): { readonly traceId: string; readonly spanId: string } {
    const seed = `${of} ${this.#source} ${this.#className}`;
    return { traceId: digest(seed, 32), spanId: digest(seed, 16) };
  }

  #nanos(afterMs: number): string {
    return `${String(this.#nowMs + afterMs)}000000`;
  }

  #log(eventName: string, attributes: readonly Json[], body?: Json): Json {
    return {
      timeUnixNano: this.#nanos(2),
      observedTimeUnixNano: this.#nanos(3),
      severityNumber: 9,
      severityText: "INFO",
      ...(eventName !== "" && { eventName }),
      ...(body !== undefined && { body }),
      attributes: [
        ...attributes,
        entry("log.record.uid", digest(JSON.stringify([eventName, attributes, body ?? ""]), 32)),
      ],
      ...this.#ids(),
    };
  }

  #lines(run: readonly Json[]): readonly Json[] {
    const at = (place: ForeignPlace): Canary => this.#at(place);
    const attributes = [
      ...run,
      entry(...at("attribute").entry),
      entry("nested", map(entry("deep", list(map(entry(...at("attribute nested").entry)))))),
      entry("array", list(text("first"), text(at("attribute array").text))),
      entry("amount", { intValue: String(asNumber(at("attribute number"))) }),
      entry("job.run.attempt", at("contract number").text),
      entry("job.run.trigger", at("contract set").text),
      entry("job.run.scheduled_time", at("contract instant").text),
      entry("bytes", bytes(at("attribute bytes").text)),
      entry(at("attribute key").text, "x"),
    ];
    return [
      { ...asObject(this.#log("", attributes, text(at("body").text))), severityText: at("severity text").text },
      this.#log(at("event name").text, run, map(entry("user", map(entry(...at("body object").entry))))),
      this.#log("", run, list(text("first"), text(at("body array").text))),
      this.#log("", run, bytes(at("body bytes").text)),
    ];
  }
}

const asObject = (json: Json): { readonly [key: string]: Json } =>
  typeof json === "object" && !Array.isArray(json) ? (json as { readonly [key: string]: Json }) : {};
