import { partsOfId } from "@jobscope/tracker";

import type { Connection } from "../database/connection.ts";
import { numberOf } from "../database/row.ts";
import { BoundedCache } from "./bounded-cache.ts";

const CACHED_KEYS = 20_000;

/** An id split into its owner and its last part: `a~b~c~d` is `a~b~c` and `d`. */
export function splitId(id: string): readonly [owner: string, last: string] {
  const at = id.lastIndexOf("~");
  return at < 0 ? ["", id] : [id.slice(0, at), id.slice(at + 1)];
}

export function joinId(owner: string, last: string): string {
  return owner === "" ? last : `${owner}~${last}`;
}

/** Last part of an id, decoded: the name of a job, the id of a run. */
function nameIn(id: string): string {
  return partsOfId(id)?.at(-1) ?? splitId(id)[1];
}

/** One dimension table: text keys to row numbers, made as they are met. */
class KeyTable {
  readonly #connection: Connection;
  readonly #find: string;
  readonly #insert: (key: string) => number;
  readonly #cache = new BoundedCache<number>(CACHED_KEYS);

  constructor(connection: Connection, table: string, insert: (key: string) => number) {
    this.#connection = connection;
    this.#find = `SELECT id FROM ${table} WHERE key = ?`;
    this.#insert = insert;
  }

  numberFor(key: string): number {
    const cached = this.#cache.get(key);
    if (cached !== undefined) return cached;
    const row = this.#connection.get(this.#find, key);
    const id = row === undefined ? this.#insert(key) : numberOf(row, "id");
    this.#cache.set(key, id);
    return id;
  }

  clear(): void {
    this.#cache.clear();
  }
}

const INSERT_SERVICE = "INSERT INTO services (key, environment, namespace, service) VALUES (?, ?, ?, ?)";
const INSERT_JOB = "INSERT INTO job_keys (key, service_id, name) VALUES (?, ?, ?)";
const INSERT_INSTANCE = "INSERT INTO instance_keys (key) VALUES (?)";

/** The numbers by which rows refer to services, jobs and instances. Must be cleared when a transaction rolls back. */
export class KeyTables {
  readonly #services: KeyTable;
  readonly #jobs: KeyTable;
  readonly #instances: KeyTable;

  constructor(connection: Connection) {
    this.#services = new KeyTable(connection, "services", (key) => {
      const [environment = "", namespace = "", service = ""] = partsOfId(key) ?? ["", "", key];
      return connection.insert(INSERT_SERVICE, key, environment, namespace, service);
    });
    this.#jobs = new KeyTable(connection, "job_keys", (key) =>
      connection.insert(INSERT_JOB, key, this.service(splitId(key)[0]), nameIn(key)),
    );
    this.#instances = new KeyTable(connection, "instance_keys", (key) => connection.insert(INSERT_INSTANCE, key));
  }

  service(key: string): number {
    return this.#services.numberFor(key);
  }

  job(key: string): number {
    return this.#jobs.numberFor(key);
  }

  instance(key: string): number {
    return this.#instances.numberFor(key);
  }

  clear(): void {
    this.#services.clear();
    this.#jobs.clear();
    this.#instances.clear();
  }
}
