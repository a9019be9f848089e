import { createHash, createHmac, timingSafeEqual } from "node:crypto";

import { InvalidCursorError } from "../../port/read.ts";
import type { Connection } from "../database/connection.ts";
import { textOf } from "../database/row.ts";

/** Where a page ended: the value that the list is sorted by, and the row that breaks ties. */
export interface Position {
  readonly sort: number | string;
  readonly id: number;
}

const VERSION = 1;

const byText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const OF_ONE_PAGE: ReadonlySet<string> = new Set(["limit", "cursor", "startBeforeMs"]);

/** The list and its filters, without what may change from page to page. */
function queryHash(list: string, query: object): string {
  const filters = Object.entries(query)
    .filter(([name, value]) => !OF_ONE_PAGE.has(name) && value !== undefined)
    .map(([name, value]) => [name, Array.isArray(value) ? value.map(String).toSorted(byText) : value])
    .toSorted(([a], [b]) => byText(String(a), String(b)));
  return createHash("sha256")
    .update(JSON.stringify([list, filters]))
    .digest("base64url");
}

/**
 * Cursors are base64url of `{v, s, i, m}`: version, sort value, row, and a keyed hash over these and the query. The key
 * is made with the database, so a cursor of another store, of another query, or altered on its way is refused.
 */
export class Cursors {
  readonly #secret: string;

  constructor(connection: Connection) {
    const row = connection.get("SELECT value FROM meta WHERE name = 'cursor_secret'");
    this.#secret = row === undefined ? "" : textOf(row, "value");
  }

  encode(list: string, query: object, { sort, id }: Position): string {
    const mac = this.#mac(list, query, { sort, id }).toString("base64url");
    return Buffer.from(JSON.stringify({ v: VERSION, s: sort, i: id, m: mac })).toString("base64url");
  }

  /** @throws {InvalidCursorError} when this store did not give out `cursor` for this query. */
  decode(list: string, query: object, cursor: string): Position {
    const { position, mac } = parseCursor(cursor);
    const expected = this.#mac(list, query, position);
    if (mac.length !== expected.length || !timingSafeEqual(mac, expected)) throw refusal();
    return position;
  }

  #mac(list: string, query: object, { sort, id }: Position): Buffer {
    const text = JSON.stringify([VERSION, sort, id, queryHash(list, query)]);
    return createHmac("sha256", this.#secret).update(text).digest().subarray(0, 16);
  }
}

const refusal = (): InvalidCursorError =>
  new InvalidCursorError("cursor: not one of this list with these filters; start again without a cursor");

function parseCursor(cursor: string): { readonly position: Position; readonly mac: Buffer } {
  const value = parseJson(Buffer.from(cursor, "base64url").toString());
  if (typeof value !== "object" || value === null) throw refusal();
  const { v, s, i, m }: { v?: unknown; s?: unknown; i?: unknown; m?: unknown } = value;
  const isSort = typeof s === "number" || typeof s === "string";
  if (v !== VERSION || !isSort || typeof i !== "number" || typeof m !== "string") throw refusal();
  return { position: { sort: s, id: i }, mac: Buffer.from(m, "base64url") };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refusal();
  }
}
