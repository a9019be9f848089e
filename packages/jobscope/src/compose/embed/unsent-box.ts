import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { UnsentTelemetry } from "@jobscope/instrumentation";
import type { Ingest, RawRequest } from "@jobscope/otlp";

import type { Part } from "../lifecycle/part.ts";

/** Below the data directory. */
const FOLDER = "unsent";
/** Files that are taken in at a start; whatever else is there stays for the next one. */
const MAX_FILES = 1_000;
/** More than any request that the instrumentation makes, bytes. */
const MAX_BYTES = 16_777_216;
const NAME = /^\d+-\d+-\d+\.(?<signal>logs|traces|metrics)\.(?<encoding>protobuf|json)$/;

let written = 0;

/**
 * Writes what this process could not send before its end into the data directory, from where the next start takes it: at the
 * end of the process its own monitor cannot answer any more. Synchronous, since nothing else runs then.
 */
export function keepUnsent(dataDir: string, { signal, protocol, body }: UnsentTelemetry): boolean {
  const folder = join(dataDir, FOLDER);
  const name = `${Date.now()}-${process.pid}-${written++}.${signal}.${protocol === "http/json" ? "json" : "protobuf"}`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, name);
    writeFileSync(`${path}.part`, body, { mode: 0o600 });
    renameSync(`${path}.part`, path);
    return true;
  } catch {
    // The process is at its end, and says itself what was lost.
    return false;
  }
}

/** Hands what an earlier process left behind to the core, which stores each record once however often it comes. */
export function unsentPart(dataDir: string, ingest: Ingest): Part {
  return { name: "telemetry of the last end", component: "data", start: () => takeIn(dataDir, ingest) };
}

async function takeIn(dataDir: string, ingest: Ingest): Promise<void> {
  const folder = join(dataDir, FOLDER);
  for (const name of namesIn(folder)) {
    const path = join(folder, name);
    const request = readRequest(path, name);
    if (request !== undefined) {
      // In the order in which they were written.
      const outcome = await ingest(request);
      if (outcome.kind === "unavailable") throw new Error(`${path} could not be stored yet: ${outcome.message}`);
    }
    rmSync(path, { force: true });
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted().slice(0, MAX_FILES);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

/** Undefined for what was not written to its end, and for what is none of ours. */
function readRequest(path: string, name: string): RawRequest | undefined {
  const { signal, encoding } = NAME.exec(name)?.groups ?? {};
  if (!isSignal(signal) || statSync(path).size > MAX_BYTES) return undefined;
  return {
    signal,
    encoding: encoding === "json" ? "json" : "protobuf",
    compression: "identity",
    body: readFileSync(path),
    receivedMs: Date.now(),
  };
}

function isSignal(signal: string | undefined): signal is RawRequest["signal"] {
  return signal === "logs" || signal === "traces" || signal === "metrics";
}
