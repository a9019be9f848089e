import { extname, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";

import { exportParts, isoTime } from "@jobscope/query-api";
import type { ExportPart } from "@jobscope/query-api";
import { answerQuestion, createReader, openSqliteReader } from "@jobscope/store";
import type { StoreQueries } from "@jobscope/store";
import { Option } from "commander";

import { storeFileOf } from "../../journey/store-file.ts";
import { interruptible } from "../interruptible.ts";
import { instantFlag, refusedFlags } from "../options/flag-problem.ts";
import { storeSettings } from "../options/store-settings.ts";
import { terminalProgress } from "../output/progress.ts";
import type { Progress } from "../output/progress.ts";
import { ReaderGone } from "../sanitize/byte-output.ts";
import { FILTERS, flagOfFilter, FORMATS } from "./export-command.ts";
import type { ExportFlags } from "./export-command.ts";
import { openOutput } from "./export-output.ts";

/** @throws {ConfigError} for filters that do not go together, {@link Error} for what cannot be read or written. */
export async function runExport(options: ExportFlags): Promise<void> {
  // What is told of it must not end it.
  process.stderr.on("error", () => undefined);
  const store = openSqliteReader({ path: storeFileOf(storeSettings(options).dataDir) });
  try {
    const reader = createReader(async (question) => answerQuestion(store, question));
    const opened = exportParts({ reader, nowMs: Date.now }, queryOf(options));
    if (opened.kind === "invalid") throw refusedFlags(opened.faults, flagOfFilter);
    const rows = await interruptible((signal) => write(opened.value, { options, store, signal }));
    if (options.out !== "-") process.stderr.write(`${options.out}: ${rows} ${options.type}.\n`);
  } catch (error) {
    if (!(error instanceof ReaderGone)) throw error;
  } finally {
    store.close();
  }
}

interface Writing {
  readonly options: ExportFlags;
  readonly store: StoreQueries;
  readonly signal: AbortSignal;
}

async function write(parts: AsyncIterable<ExportPart>, { options, store, signal }: Writing): Promise<number> {
  using output = openOutput(options.out === "-" ? undefined : resolve(options.out), options.force === true);
  const progress = progressOf(options, store);
  let rows = 0;
  try {
    for await (const part of parts) {
      await output.write(part.text);
      rows += part.rows;
      progress?.report(rows);
      // Reading is synchronous: without a turn between two pages nobody would hear a signal.
      await setImmediate();
      signal.throwIfAborted();
    }
  } finally {
    progress?.end();
  }
  output.publish();
  return rows;
}

/** None where the rows themselves go to the terminal. The total is known where there is no filter. */
function progressOf(options: ExportFlags, store: StoreQueries): Progress | undefined {
  if (options.out === "-" && process.stdout.isTTY) return undefined;
  const filtered = [...queryOf(options).keys()].some((key) => key !== "type" && key !== "format");
  const total = filtered ? undefined : store.health().rows[options.type];
  return terminalProgress({ label: "export", unit: options.type, total });
}

/** The query string of `GET export` that asks for the same. */
function queryOf(options: ExportFlags): URLSearchParams {
  const nowMs = Date.now();
  const query = new URLSearchParams({ type: options.type, format: options.format ?? formatByName(options.out) });
  for (const bound of ["from", "to"] as const) {
    const given = options[bound];
    if (given !== undefined) query.set(bound, isoTime(instantFlag(`--${bound}`, given, nowMs)));
  }
  for (const name of Object.keys(FILTERS)) {
    const given = options[new Option(flagOfFilter(name)).attributeName()];
    if (typeof given === "string") query.set(name, given);
  }
  return query;
}

function formatByName(out: string): string {
  return FORMATS.find((format) => extname(out) === `.${format}`) ?? "json";
}
