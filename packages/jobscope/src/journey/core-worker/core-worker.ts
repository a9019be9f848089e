import { createHmac, randomBytes } from "node:crypto";
import { parentPort, workerData } from "node:worker_threads";

import { createAlerting } from "@jobscope/alerting";
import type { Alerting, AlertingSnapshot } from "@jobscope/alerting";
import { decodeRequest, OtlpDecodeError } from "@jobscope/otlp";
import type { RawRequest } from "@jobscope/otlp";
import { PRESETS, createSanitizer } from "@jobscope/sanitizer";
import { EXEMPT_ATTRIBUTES } from "@jobscope/semconv";
import type { StoreWriter } from "@jobscope/store";
import { createTracker, readTrackerInputs } from "@jobscope/tracker";
import type { Change } from "@jobscope/tracker";

import type { DecodeResult } from "../core/core-ports.ts";
import { Core } from "../core/core.ts";
import { createIntake } from "../core/intake.ts";
import type { IntakeStage } from "../core/intake.ts";
import { createRequestSanitizer } from "../core/sanitize/sanitize-request.ts";
import { toWireError } from "../wire-error.ts";
import { CoreLoop } from "./core-loop.ts";
import type { AlertingData, CoreWorkerData, FromCore, IngestSanitizerData, ToCore } from "./core-protocol.ts";
import { openCheckedStore } from "./open-store.ts";
import { createProcessProbe } from "./process-liveness.ts";
import { RunNotices } from "./run-notice.ts";

/** Entry of the core worker: the real parts, wired. Everything that decides is in the files it imports. */

const CLOCK = { nowMs: () => Date.now(), monotonicMs: () => performance.now() };

/** Twelve hexadecimal digits of a keyed hash: short enough to read, long enough to keep a few thousand names apart. */
const DIGEST_LENGTH = 12;

function decodeWithin(
  maxInflatedBytes: number,
  beforeCut: (text: string) => string,
): (request: RawRequest) => DecodeResult {
  return (request) => {
    try {
      return { kind: "decoded", request: decodeRequest(request, { maxInflatedBytes, beforeCut }) };
    } catch (error) {
      if (error instanceof OtlpDecodeError) return { kind: error.kind, message: error.message };
      throw error;
    }
  };
}

function createSanitizedIntake({ policy, digestKey }: IngestSanitizerData): {
  readonly intake: IntakeStage;
  readonly beforeCut: (text: string) => string;
} {
  const sanitizer = createSanitizer(policy);
  const sanitizeRequest = createRequestSanitizer({
    sanitizer,
    knownPolicies: new Set([...PRESETS, sanitizer.policyName]),
    exempt: EXEMPT_ATTRIBUTES,
    digest: (value) => createHmac("sha256", digestKey).update(value).digest("hex").slice(0, DIGEST_LENGTH),
  });
  return { intake: createIntake(sanitizeRequest), beforeCut: (text) => sanitizer.text(text).text };
}

function announcer(post: (message: FromCore) => void): (changes: readonly Change[]) => void {
  const runs = new RunNotices();
  return (changes) => {
    const notices = runs.of(changes, CLOCK.nowMs());
    if (notices.length > 0) post({ kind: "runs", notices });
  };
}

type AlertingFactory = (known: Pick<AlertingSnapshot, "jobs" | "instances">) => Alerting;

function alertingFactory({ config, signingKey }: AlertingData, store: StoreWriter): AlertingFactory {
  return ({ jobs, instances }) =>
    createAlerting({
      config,
      clock: CLOCK,
      sign: (text) => createHmac("sha256", signingKey).update(text).digest("base64url"),
      randomId: () => randomBytes(16).toString("base64url"),
      snapshot: { ...store.loadAlerting(CLOCK.nowMs()), jobs, instances },
      archive: store,
    });
}

function createLoop(data: CoreWorkerData, store: StoreWriter, post: (message: FromCore) => void): CoreLoop {
  const { intake, beforeCut } = createSanitizedIntake(data.sanitizer);
  const core = new Core({
    store,
    createTracker,
    decode: decodeWithin(data.maxInflatedBytes, beforeCut),
    intake,
    readInputs: readTrackerInputs,
    clock: CLOCK,
    isProcessAlive: createProcessProbe(),
    ...(data.alerting && { createAlerting: alertingFactory(data.alerting, store) }),
    ...(data.announceRuns && { onCommitted: announcer(post) }),
    onAttempts: (attempts) => post({ kind: "deliver", attempts }),
  });
  core.load();
  return new CoreLoop({ ...data, core, store, clock: CLOCK, post });
}

function main(data: CoreWorkerData): void {
  if (parentPort === null) throw new Error("this file runs as a worker thread of the monitor only");
  const port = parentPort;
  const post = (message: FromCore): void => port.postMessage(message);
  try {
    const store = openCheckedStore(data);
    const loop = createLoop(data, store, (message) => {
      post(message);
      if (message.kind === "stopped") port.close();
    });
    port.on("message", (message: ToCore) => loop.receive(message));
    loop.start();
  } catch (error) {
    post({ kind: "failed", error: toWireError(error) });
    port.close();
  }
}

// The thread that starts this one gives it exactly this.
main(workerData as CoreWorkerData);
