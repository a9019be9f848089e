import type { Page, PageRequest } from "@jobscope/store";

import type { Scope } from "../../model/principal.ts";
import { exportFilters } from "../../params/export-params.ts";
import type { PageParams } from "../../params/page-params.ts";
import { parseParams } from "../../params/parse-params.ts";
import type { ParamsSchema } from "../../params/schema.ts";
import { askStore } from "../ask/ask-store.ts";
import type { QueryApiDeps } from "../deps.ts";
import { parameterProblem } from "../reply/api-problem.ts";

/** What an export needs of the API. */
export type ExportDeps = Pick<QueryApiDeps, "reader" | "nowMs">;

/** A list that can be exported. */
export interface ExportSource {
  readonly columns: readonly string[];
  /** What it takes beside the scope of the route. */
  readonly scope?: Scope;
  /** Checks the filters, then gives all pages that pass them. */
  open(deps: ExportDeps, query: URLSearchParams): AsyncIterable<readonly object[]>;
}

interface SourceDefinition<Params extends PageParams, Row> extends Pick<ExportSource, "columns" | "scope"> {
  /** Of the list, paging included. */
  readonly schema: ParamsSchema<Params>;
  readonly ask: (deps: ExportDeps, params: Params) => Promise<Page<Row>>;
  readonly shape: (row: Row) => object;
}

/**
 * Rows of one read. Each is a transaction of its own that ends before the next begins, so that no export holds the
 * write-ahead log; and some megabytes at most, however fat the errors of its runs are.
 */
const PAGE_ROWS: PageRequest["limit"] = 250;

export function exportSource<Params extends PageParams, Row>(definition: SourceDefinition<Params, Row>): ExportSource {
  const { columns, scope, schema, ask, shape } = definition;
  return {
    columns,
    ...(scope && { scope }),
    open(deps, query) {
      const parsed = parseParams(exportFilters(schema), query);
      if (parsed.kind === "invalid") throw parameterProblem(parsed.faults);
      return pagesOf((cursor) => askStore(() => ask(deps, { ...parsed.value, limit: PAGE_ROWS, cursor })), shape);
    },
  };
}

async function* pagesOf<Row>(
  ask: (cursor: string | undefined) => Promise<Page<Row>>,
  shape: (row: Row) => object,
): AsyncGenerator<readonly object[]> {
  let cursor: string | undefined;
  do {
    const page = await ask(cursor);
    yield page.items.map((row) => shape(row));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}
