import { setTimeout as sleep } from "node:timers/promises";

import { currentJob } from "@jobscope/instrumentation";
import type { Job } from "@jobscope/instrumentation";
import { TraceFlags, createTraceState, logs, metrics, trace } from "@opentelemetry/api";

import type { Canary } from "../support/canaries/canary.ts";
import { canaryOf } from "../support/canaries/canary.ts";
import type { SecretClassName } from "../support/canaries/secret-classes.ts";
import type { Library } from "./schedule-jobs.ts";

/** Where a job of a scheduler puts secrets. */
export const JOB_PLACES = [
  "name",
  "group",
  "owner",
  "step",
  "step error",
  "progress",
  "log",
  "log in the middle of a cut",
  "log attribute",
  "log nested",
  "log array",
  "log map",
  "log set",
  "log error",
  "log error cause",
  "log aggregate",
  "log class",
  "log url",
  "log buffer",
  "log attribute key",
  "log number",
  "audit",
  "audit attribute",
  "span attribute",
  "span event",
  "span event attribute",
  "link attribute",
  "trace state",
  "span name",
  "span status",
  "span exception",
  "scope",
  "otel body",
  "otel body object",
  "otel body bytes",
  "otel event name",
  "otel exception",
  "metric name",
  "metric attribute",
  "metric description",
  "thrown message",
  "thrown stack",
  "thrown cause",
  "thrown config",
  "thrown request",
  "thrown response",
  "rejected text",
  "rejected object",
  "aggregate message",
  "aggregate errors",
  "error name",
  "error class",
  "error code",
] as const;
export type JobPlace = (typeof JOB_PLACES)[number];

/** What nobody asks us to record: it must not be there even with sanitizing turned off. */
export const UNRECORDED: ReadonlySet<JobPlace> = new Set([
  "log buffer",
  "thrown cause",
  "thrown config",
  "thrown request",
  "thrown response",
  "aggregate errors",
]);

/** Planted where little or nothing of it is left, sanitized or not: what is cut off, what is no number or no trace state. */
export const CUT: ReadonlySet<JobPlace> = new Set(["log in the middle of a cut", "log number", "trace state"]);

/** One call of a job each; every one ends in a failed run. */
export const FAILURES = 7;

/** The job of one class under one library: each call is careless in another way. */
export class CarelessJob {
  readonly #library: Library;
  readonly #className: SecretClassName;
  #calls = 0;

  constructor(library: Library, className: SecretClassName) {
    this.#library = library;
    this.#className = className;
  }

  at(place: JobPlace): Canary {
    return canaryOf(this.#library, this.#className, place);
  }

  get done(): boolean {
    return this.#calls >= FAILURES;
  }

  async run(): Promise<void> {
    const call = this.#calls++;
    if (call >= FAILURES) return;
    const job = currentJob();
    if (call === 0 && job !== undefined) await this.#plant(job);
    throw this.#thrown(call);
  }

  async #plant(job: Job): Promise<void> {
    job.progress(0.5, this.at("progress").text);
    this.#log(job);
    await job
      .step(this.at("step").text, async () => {
        await sleep(1);
        throw new Error(this.at("step error").text);
      })
      .catch(() => {});
    this.#span();
    this.#otel();
    this.#measure();
  }

  #log({ logger }: Job): void {
    const at = (place: JobPlace): Canary => this.at(place);
    const entry = (place: JobPlace): Record<string, string> => Object.fromEntries([at(place).entry]);
    logger.info(at("log").text);
    logger.info(`${"x".repeat(4070)} ${at("log in the middle of a cut").text}`);
    logger.warn("attributes", {
      ...entry("log attribute"),
      nested: { deep: [{ deeper: entry("log nested") }] },
      array: ["first", at("log array").text],
      map: new Map([at("log map").entry]),
      set: new Set([at("log set").text]),
      customer: Object.assign(new Customer(), entry("log class")),
      url: new URL(`https://files.example.com/?note=${encodeURIComponent(at("log url").text)}`),
      buffer: Buffer.from(at("log buffer").text),
      [at("log attribute key").text]: 1,
      amount: asNumber(at("log number")),
    });
    logger.error("errors", {
      error: new Error(at("log error").text, { cause: new Error(at("log error cause").text) }),
      aggregate: new AggregateError([new Error(at("log aggregate").text)], "several"),
    });
    logger.audit(at("audit").text, { headers: entry("audit attribute") });
  }

  #span(): void {
    const at = (place: JobPlace): Canary => this.at(place);
    const span = trace.getActiveSpan();
    span?.setAttribute(...at("span attribute").entry);
    span?.addEvent(at("span event").text, Object.fromEntries([at("span event attribute").entry]));
    span?.addLink({
      context: {
        traceId: "0af7651916cd43dd8448eb211c80319c",
        spanId: "b7ad6b7169203331",
        traceFlags: TraceFlags.SAMPLED,
        traceState: createTraceState(`vendor=${inTraceState(at("trace state"))}`),
      },
      attributes: Object.fromEntries([at("link attribute").entry]),
    });
    const own = trace.getTracer(at("scope").text, "1.0").startSpan(at("span name").text);
    own.recordException(new Error(at("span exception").text));
    own.setStatus({ code: 2, message: at("span status").text });
    own.end();
  }

  #otel(): void {
    const at = (place: JobPlace): Canary => this.at(place);
    const logger = logs.getLogger("library of the service");
    logger.emit({ body: at("otel body").text, severityNumber: 9 });
    logger.emit({ body: { user: { list: [Object.fromEntries([at("otel body object").entry])] } }, severityNumber: 9 });
    logger.emit({ body: Buffer.from(at("otel body bytes").text), severityNumber: 9 });
    logger.emit({
      eventName: at("otel event name").text,
      severityNumber: 17,
      exception: new Error(at("otel exception").text),
    });
  }

  #measure(): void {
    const meter = metrics.getMeter("library of the service");
    meter.createCounter("canary.planted").add(1, Object.fromEntries([this.at("metric attribute").entry]));
    meter
      .createCounter(`canary.${this.#library}.${this.#className}`, { description: this.at("metric description").text })
      .add(1);
    meter.createCounter(this.at("metric name").text).add(1);
  }

  #thrown(call: number): unknown {
    const at = (place: JobPlace): Canary => this.at(place);
    switch (call) {
      case 0:
        return this.#requestError();
      case 1:
        return at("rejected text").text;
      case 2:
        return Object.fromEntries([at("rejected object").entry, ["kind", "plain object"]]);
      case 3:
        return new AggregateError([new Error(at("aggregate errors").text)], at("aggregate message").text);
      case 4:
        return Object.assign(new Error("named oddly"), { name: at("error name").text });
      case 5:
        return Object.assign(new Error("of an odd code"), { code: at("error code").text });
      default:
        return this.#oddClass();
    }
  }

  /** As HTTP clients throw it: the whole request hangs on it. */
  #requestError(): Error {
    const at = (place: JobPlace): Canary => this.at(place);
    const request = { _header: `GET / HTTP/1.1\r\nX-Note: ${at("thrown request").text}\r\n` };
    const error = new Error(at("thrown message").text, { cause: new Error(at("thrown cause").text) });
    error.stack = `${error.stack ?? ""}\n    at ${at("thrown stack").text}`;
    return Object.assign(error, {
      name: "RequestError",
      config: { headers: Object.fromEntries([at("thrown config").entry]), data: at("thrown config").text },
      request,
      response: { request, data: Object.fromEntries([at("thrown response").entry]) },
    });
  }

  #oddClass(): Error {
    const odd = Object.defineProperty(class extends Error {}, "name", { value: this.at("error class").text });
    return Object.assign(new odd("of an odd class"), { name: "" });
  }
}

class Customer {
  readonly kind = "customer";
}

/** A card's number as a number; of what is no number, nothing. */
export const asNumber = ({ secrets: [secret = ""] }: Canary): number => (/^\d{16}$/.test(secret) ? Number(secret) : 0);

/** A value of the trace state has no comma, no equals sign and no line break; what cannot stand there is not planted there. */
export function inTraceState({ phrase }: Canary): string {
  return /^[\x20-\x2b\x2d-\x3c\x3e-\x7e]{1,250}$/.test(phrase) ? phrase : "nothing";
}
