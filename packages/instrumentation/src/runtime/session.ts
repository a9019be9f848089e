import { isMainThread } from "node:worker_threads";

import {
  ATTR_DEPLOYMENT_ENVIRONMENT_NAME,
  ATTR_SERVICE_INSTANCE_ID,
  ATTR_SERVICE_NAME,
  ATTR_SERVICE_NAMESPACE,
} from "@jobscope/semconv";
import { logs } from "@opentelemetry/api";

import { watcher } from "../components/watcher.ts";
import { minder } from "../lifecycle/minder.ts";
import { recordConfig } from "../record/config.ts";
import { guarded, warnOnce } from "../record/guard.ts";
import { cleanText } from "../record/outgoing.ts";
import type { Timer } from "../record/real-clock.ts";
import { after, cancel, every, nextTurn } from "../record/real-clock.ts";
import { currentTelemetry } from "../record/telemetry.ts";
import { describeSdkTwo, resourceOf } from "./foreign-sdk.ts";
import { withoutKept } from "./kept-unsent.ts";
import { sendInChild } from "./last-send.ts";
import { takeLease } from "./lease.ts";
import { reportLost } from "./lost-report.ts";
import type { Pipeline } from "./pipeline.ts";
import { ProcessEnd } from "./process-end.ts";
import { ownIdentity } from "./process-identity.ts";
import { ProcessReporter } from "./process-reporter.ts";
import type { ResourceValues } from "./resource.ts";
import type { Settings, StartOptions } from "./settings.ts";

const CRITICAL_DEBOUNCE_MS = 50;
const CRITICAL_FLUSH_MS = 3000;
const WAIT_FOR_SDK_MS = 100;

export interface SessionParts {
  readonly options: StartOptions;
  readonly settings: Settings;
  readonly pipeline: Pipeline;
  readonly resource: ResourceValues;
  /** Flushes providers that are not ours; the pipeline knows nothing of their queues. */
  readonly flushForeign: () => Promise<void>;
}

/** What runs beside the jobs from the start of telemetry to the end of the process. */
export class Session {
  readonly #parts: SessionParts;
  readonly #end: ProcessEnd;
  #reporter: ProcessReporter | undefined;
  #waiting: Timer | undefined;
  #critical: Timer | undefined;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#end = new ProcessEnd({
      flush: (timeoutMs) => this.flush(timeoutMs),
      stop: (reason) => {
        // A short script ends before the turn in which its jobs would have been declared.
        if (reason === "exit") {
          this.#report();
          minder.declareNow();
        }
        this.#reporter?.stop(reason);
      },
      sendNow: () => this.#sendNow(),
      reportLost: () => reportLost(parts.pipeline.unsentRecords(), parts.settings),
    });
  }

  begin(): void {
    const { options, settings } = this.#parts;
    recordConfig.spanKind = settings.spanKind;
    recordConfig.logLevel = settings.logLevel;
    recordConfig.metricOptIns = options.metricOptIns ?? false;
    recordConfig.onCriticalFailure = () => this.#flushSoon();
    if (options.exitHandlers ?? isMainThread) this.#end.listen();
    if (this.#report()) return;
    // The user's own SDK starts after `nodeSdkOptions()`: the first beat waits for it.
    const look = (): void => {
      if (this.#report()) cancel(this.#waiting);
    };
    this.#waiting = every(WAIT_FOR_SDK_MS, look);
    nextTurn(look);
  }

  async flush(timeoutMs: number): Promise<boolean> {
    const [delivered] = await Promise.all([this.#parts.pipeline.flush(timeoutMs), this.#parts.flushForeign()]);
    return delivered;
  }

  stop(): void {
    this.#reporter?.stop("shutdown");
    cancel(this.#waiting);
    cancel(this.#critical);
    recordConfig.onCriticalFailure = undefined;
  }

  unlisten(): void {
    this.#end.unlisten();
  }

  /** True once there is an SDK to report to. */
  #report(): boolean {
    if (this.#reporter !== undefined) return true;
    if (!currentTelemetry().enabled) return false;
    // Once more: after `nodeSdkOptions()` the user's SDK, whatever its version, starts only now.
    const sdkTwo = describeSdkTwo();
    if (sdkTwo !== undefined) warnOnce("sdk 2.x", sdkTwo);
    guarded("the process report", () => {
      const { settings } = this.#parts;
      const identity = ownIdentity();
      const lease = takeLease({ ...identity, ...this.#service() });
      this.#reporter = new ProcessReporter({
        identity,
        lease,
        intervalMs: settings.heartbeatIntervalMs,
        snapshotIntervalMs: settings.metricIntervalMs,
      });
      this.#reporter.start();
      minder.declareNow();
      watcher.lookNow();
    });
    return true;
  }

  #service(): { readonly service: string; readonly instanceId: string } {
    const provider = logs.getLoggerProvider();
    const attributes: Readonly<Record<string, unknown>> = resourceOf(provider)?.attributes ?? this.#parts.resource;
    const of = (key: string): string => String(attributes[key] ?? "");
    // It is written to a file, which outlives a process that is killed.
    const clean = (key: string): string => cleanText(of(key), "resource");
    const service = [ATTR_DEPLOYMENT_ENVIRONMENT_NAME, ATTR_SERVICE_NAMESPACE, ATTR_SERVICE_NAME].map(clean).join("~");
    return { service, instanceId: of(ATTR_SERVICE_INSTANCE_ID) };
  }

  /** A failed run of a critical job must not wait for the next interval; a burst of them is one flush. */
  #flushSoon(): void {
    this.#critical ??= after(CRITICAL_DEBOUNCE_MS, () => {
      this.#critical = undefined;
      void this.flush(CRITICAL_FLUSH_MS).catch(() => undefined);
    });
  }

  #sendNow(): void {
    const { pipeline, options, settings } = this.#parts;
    const requests = pipeline.unsentRequests();
    const { keepUnsent } = options;
    const left = keepUnsent === undefined ? requests : withoutKept(requests, settings, keepUnsent);
    reportLost(sendInChild(left), settings);
  }
}
