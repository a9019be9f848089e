import { StoreError } from "@jobscope/store";

import { messageOf } from "../config/error-text.ts";
import { WorkerStartError } from "../journey/http-thread/worker-supervisor.ts";
import type { StartErrorCode } from "./start-error.ts";
import { MonitorStartError } from "./start-error.ts";

/** Codes of the store's errors, here or from a worker thread. */
const CODES: ReadonlyMap<string, StartErrorCode> = new Map([
  ["locked", "data_locked"],
  ["read_only", "data_read_only"],
  ["full", "data_full"],
  ["corrupt", "data_corrupt"],
  ["busy", "data_unusable"],
  ["foreign", "data_unusable"],
  ["newer_schema", "data_unusable"],
  ["older_schema", "data_unusable"],
  ["cannot_open", "data_unusable"],
  ["io", "data_unusable"],
]);

/** What went wrong during the start, as one kind of error whose message names the fix. */
export function toStartError(error: unknown): MonitorStartError {
  if (error instanceof MonitorStartError) return error;
  if (error instanceof StoreError) return ofStore(error.code, error.message, error);
  if (error instanceof WorkerStartError && error.cause.name === "StoreError") {
    return ofStore(error.cause.code, error.cause.message, error);
  }
  const message = messageOf(error);
  return new MonitorStartError("internal", `the monitor could not start: ${message}`, { cause: error });
}

function ofStore(code: string | undefined, message: string, cause: unknown): MonitorStartError {
  return new MonitorStartError(CODES.get(code ?? "") ?? "data_unusable", message, { cause });
}
