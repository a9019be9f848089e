import { exportParams, parseExportHead } from "../../params/export-params.ts";
import { parameterProblem } from "../api-problem.ts";
import { assertAllowed } from "../authorize.ts";
import { fileFormat } from "../export/formats.ts";
import type { FileFormat } from "../export/formats.ts";
import { EXPORT_SOURCES } from "../export/sources.ts";
import type { Route } from "../route.ts";

export const exportRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/export",
    access: "export",
    accepts: "nothing",
    params: exportParams,
    docs: {
      summary: "A whole list as a file, made while it is sent",
      types: ["application/json", "application/x-ndjson", "text/csv"],
    },
    async reply(deps, { query, principal }) {
      const head = parseExportHead(query);
      if (head.kind === "invalid") throw parameterProblem(head.faults);
      const { type, format } = head.value;
      const source = EXPORT_SOURCES[type];
      // Mounted where nobody is asked who they are: a mistake of ours, by which nobody may get in.
      if (principal === undefined) throw new Error("An export is asked of nobody.");
      if (source.scope !== undefined) assertAllowed(principal, source.scope);
      const file = fileFormat(format, source.columns);
      const parts = textOf(source.open(deps, query), file);
      return { file: { type: file.type, name: `jobscope-${type}-${stampOf(deps.nowMs())}.${format}`, parts } };
    },
  },
];

/** The first part waits for the first page, so that what is wrong at once is told as a problem. */
async function* textOf(pages: AsyncIterable<readonly object[]>, format: FileFormat): AsyncGenerator<string> {
  let isFirst = true;
  for await (const resources of pages) {
    if (resources.length === 0) continue;
    yield (isFirst ? format.begin : format.between) + format.page(resources);
    isFirst = false;
  }
  yield (isFirst ? format.begin : "") + format.end;
}

/** `20261125T120000Z` */
function stampOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace(/[-:]/g, "") + "Z";
}
