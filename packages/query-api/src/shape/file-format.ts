import { stringify } from "csv-stringify/sync";

import type { ExportFormat } from "../params/export-params.ts";
import { csvCells } from "./csv-cells.ts";

/** How resources become the text of a file. */
export interface FileFormat {
  readonly type: string;
  readonly begin: string;
  /** Between the texts of two pages. */
  readonly between: string;
  readonly end: string;
  /** Of one page, which is not empty. */
  page(resources: readonly object[]): string;
}

export function fileFormat(format: ExportFormat, columns: readonly string[]): FileFormat {
  switch (format) {
    case "json":
      return JSON_FILE;
    case "ndjson":
      return NDJSON_FILE;
    case "csv":
      return csvFile(columns);
  }
}

const JSON_FILE: FileFormat = {
  type: "application/json; charset=utf-8",
  begin: '{"items":[\n',
  between: ",\n",
  end: "\n]}\n",
  page: (resources) => resources.map((resource) => JSON.stringify(resource)).join(",\n"),
};

const NDJSON_FILE: FileFormat = {
  type: "application/x-ndjson; charset=utf-8",
  begin: "",
  between: "",
  end: "",
  page: (resources) => resources.map((resource) => `${JSON.stringify(resource)}\n`).join(""),
};

/** RFC 4180. Every text is quoted, numbers are not: nothing is empty, an empty text is `""`. */
function csvFile(columns: readonly string[]): FileFormat {
  const options = { record_delimiter: "\r\n", quoted_string: true, cast: { boolean: String } };
  return {
    type: "text/csv; charset=utf-8; header=present",
    begin: `${columns.join(",")}\r\n`,
    between: "",
    end: "",
    page: (resources) =>
      stringify(
        resources.map((resource) => csvCells(resource, columns)),
        options,
      ),
  };
}
