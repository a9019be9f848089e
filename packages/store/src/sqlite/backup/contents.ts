import type { Connection } from "../database/connection.ts";
import { numberOf } from "../database/row.ts";
import { COUNTED_TABLES, readCounter } from "../rows/counters.ts";

/** What a database holds, by its own books: cheap, whatever its size. */
export interface StoreContents {
  readonly bytes: number;
  /** Version of the schema. */
  readonly schema: number;
  /** Sequence number of the newest committed change. */
  readonly sequence: number;
  /** Rows by table, of the tables that are counted. */
  readonly rows: Readonly<Record<string, number>>;
}

export function readContents(connection: Connection): StoreContents {
  const version = connection.get("SELECT coalesce(max(version), 0) AS version FROM schema_versions");
  return {
    bytes: connection.pragma("page_count") * connection.pragma("page_size"),
    schema: version === undefined ? 0 : numberOf(version, "version"),
    sequence: readCounter(connection, "sequence"),
    rows: Object.fromEntries(COUNTED_TABLES.map((table) => [table, readCounter(connection, table)])),
  };
}

/** Where the two differ; undefined where they are equal. */
export function differenceOf(expected: StoreContents, found: StoreContents): string | undefined {
  const [wanted, has] = [flat(expected), flat(found)];
  const name = Object.keys(wanted).find((key) => wanted[key] !== has[key]);
  return name === undefined ? undefined : `${name} ${has[name]} instead of ${wanted[name]}`;
}

const flat = ({ rows, bytes, schema, sequence }: StoreContents): Record<string, number> => ({
  bytes,
  schema,
  sequence,
  ...rows,
});
