import { isoTime } from "@jobscope/query-api";
import type { LostCause, RunState } from "@jobscope/tracker";

import type { LogLevel } from "../../config/monitor-config.ts";
import type { RunNotice } from "../../journey/core-worker/run-notice.ts";
import { printable } from "./printable.ts";

const LEVELS: readonly LogLevel[] = ["debug", "info", "warn", "error"];

/** Readable lines of what jobs do, for people who watch a terminal: starts, ends, failures, misses. */
export function consoleLines(notices: readonly RunNotice[], minimum: LogLevel): readonly string[] {
  return notices
    .filter((notice) => LEVELS.indexOf(levelOf(notice)) >= LEVELS.indexOf(minimum))
    .map((notice) => `${clockTime(notice.atMs)} ${levelOf(notice).padEnd(5)} ${textOf(notice)}`);
}

function levelOf(notice: RunNotice): LogLevel {
  switch (notice.kind) {
    case "run":
      return levelOfState(notice.state);
    case "stuck":
    case "slot":
      return "warn";
    case "health":
      return notice.health === "failing" || notice.health === "missing" ? "warn" : "info";
  }
}

function levelOfState(state: RunState): LogLevel {
  switch (state) {
    case "failure":
    case "error":
    case "timeout":
      return "error";
    case "cancellation":
      return "warn";
    case "running":
    case "success":
    case "skip":
      return "info";
  }
}

function textOf(notice: RunNotice): string {
  const job = printable(`${notice.service}/${notice.job}`);
  switch (notice.kind) {
    case "run":
      return runText(job, notice);
    case "stuck":
      return `${job} runs longer than it should (run ${printable(notice.runId)})`;
    case "slot":
      return notice.count > 1
        ? `${job} missed ${notice.count} starts from ${isoTime(notice.instantMs)}`
        : `${job} missed its start at ${isoTime(notice.instantMs)}`;
    case "health":
      return `${job} is ${notice.health}: ${printable(notice.reason)}`;
  }
}

function runText(job: string, notice: RunNotice & { readonly kind: "run" }): string {
  if (notice.state === "running") {
    return notice.before === undefined ? `${job} started` : `${job} is running after all (was ${notice.before})`;
  }
  const why = whyOf(notice);
  const took =
    notice.state === "skip" || notice.durationMs === undefined ? "" : ` after ${duration(notice.durationMs)}`;
  return `${job} ${notice.state}${took}${why === undefined ? "" : `: ${printable(why)}`}`;
}

function whyOf(notice: RunNotice & { readonly kind: "run" }): string | undefined {
  if (notice.lostCause !== undefined) return `lost, ${LOST_BECAUSE[notice.lostCause]}`;
  return notice.state === "skip" ? (notice.skipReason ?? notice.error) : notice.error;
}

const LOST_BECAUSE: Readonly<Record<LostCause, string>> = {
  process_dead: "its process died",
  process_lost: "its process fell silent",
  telemetry_dropped: "its process dropped the report of its end",
  run_heartbeat_stopped: "its heartbeats stopped",
};

function clockTime(ms: number): string {
  return new Date(ms).toTimeString().slice(0, 8);
}

function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  return ms < 60_000
    ? `${(ms / 1_000).toFixed(1)} s`
    : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1_000)} s`;
}
