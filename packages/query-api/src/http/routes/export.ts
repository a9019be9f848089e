import { fileStamp } from "@jobscope/store";

import { exportParams, parseExportHead } from "../../params/export-params.ts";
import { fileFormat } from "../../shape/file-format.ts";
import { assertAllowed } from "../auth/authorize.ts";
import { partsOf } from "../export/export-parts.ts";
import type { ExportPart } from "../export/export-parts.ts";
import { asRunning } from "../export/running-exports.ts";
import { EXPORT_SOURCES } from "../export/sources.ts";
import { parameterProblem } from "../reply/api-problem.ts";
import type { Route } from "../routing/route.ts";

export const exportRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/export",
    access: "export",
    limit: "costly",
    accepts: "nothing",
    params: exportParams,
    docs: {
      summary: "A whole list as a file, made while it is sent",
      types: ["application/json", "application/x-ndjson", "text/csv"],
    },
    async reply(deps, { query, principal, stillAllowed }) {
      const head = parseExportHead(query);
      if (head.kind === "invalid") throw parameterProblem(head.faults);
      const { type, format } = head.value;
      const source = EXPORT_SOURCES[type];
      if (source.scope !== undefined) assertAllowed(principal, source.scope);
      const file = fileFormat(format, source.columns);
      const rows = whileAllowed(source.open(deps, query), stillAllowed);
      const parts = asRunning(deps, principal.id, textOf(partsOf(rows, file)));
      return { file: { type: file.type, name: `jobscope-${type}-${fileStamp(deps.nowMs())}.${format}`, parts } };
    },
  },
];

/** A key that is revoked ends what it has begun. */
async function* whileAllowed<T>(pages: AsyncIterable<T>, stillAllowed: () => Promise<void>): AsyncGenerator<T> {
  for await (const page of pages) {
    await stillAllowed();
    yield page;
  }
}

async function* textOf(parts: AsyncIterable<ExportPart>): AsyncGenerator<string> {
  for await (const { text } of parts) yield text;
}
