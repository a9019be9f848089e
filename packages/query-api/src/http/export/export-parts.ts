import { parseExportHead } from "../../params/export-params.ts";
import type { ParsedParams } from "../../params/parse-params.ts";
import { fileFormat } from "../../shape/file-format.ts";
import type { FileFormat } from "../../shape/file-format.ts";
import { ApiProblem } from "../reply/api-problem.ts";
import type { ExportDeps } from "./export-source.ts";
import { EXPORT_SOURCES } from "./sources.ts";

/** The next piece of a file, and how many rows it holds. */
export interface ExportPart {
  readonly text: string;
  readonly rows: number;
}

/** Joined, the texts are the file. The first waits for the first page, so that what is wrong at once is told at once. */
export async function* partsOf(
  pages: AsyncIterable<readonly object[]>,
  format: FileFormat,
): AsyncGenerator<ExportPart> {
  let isFirst = true;
  for await (const resources of pages) {
    if (resources.length === 0) continue;
    yield { text: (isFirst ? format.begin : format.between) + format.page(resources), rows: resources.length };
    isFirst = false;
  }
  yield { text: (isFirst ? format.begin : "") + format.end, rows: 0 };
}

/**
 * The file that `GET export` answers to this query string, for who reads the store without the API in between. Each
 * part is one short read; what the store throws comes out as it is.
 */
export function exportParts(deps: ExportDeps, query: URLSearchParams): ParsedParams<AsyncIterable<ExportPart>> {
  const head = parseExportHead(query);
  if (head.kind === "invalid") return head;
  const { type, format } = head.value;
  const source = EXPORT_SOURCES[type];
  try {
    const pages = source.open(deps, query);
    return { kind: "valid", value: withoutProblems(partsOf(pages, fileFormat(format, source.columns))) };
  } catch (error) {
    const faults = error instanceof ApiProblem ? error.facts.errors : undefined;
    if (faults === undefined) throw error;
    return { kind: "invalid", faults };
  }
}

/** A problem is for callers of the API; its cause says what happened. */
async function* withoutProblems(parts: AsyncIterable<ExportPart>): AsyncGenerator<ExportPart> {
  try {
    yield* parts;
  } catch (error) {
    throw error instanceof ApiProblem ? (error.cause ?? error) : error;
  }
}
