import { partsOfId } from "@jobscope/tracker";

import { BoundedCache } from "./bounded-cache.ts";
import type { Connection } from "./connection.ts";
import { numberOf } from "./row.ts";

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

/** The numbers by which rows refer to services, jobs and instances. Must be cleared when a transaction rolls back. */
export class KeyTables {
  readonly #connection: Connection;
  readonly #services = new BoundedCache<number>(CACHED_KEYS);
  readonly #jobs = new BoundedCache<number>(CACHED_KEYS);
  readonly #instances = new BoundedCache<number>(CACHED_KEYS);

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  service(key: string): number {
    return this.#numberFor(this.#services, "services", key, () => {
      const [environment = "", namespace = "", service = ""] = partsOfId(key) ?? ["", "", key];
      return this.#connection.insert(
        "INSERT INTO services (key, environment, namespace, service) VALUES (?, ?, ?, ?)",
        key,
        environment,
        namespace,
        service,
      );
    });
  }

  job(key: string): number {
    return this.#numberFor(this.#jobs, "job_keys", key, () =>
      this.#connection.insert(
        "INSERT INTO job_keys (key, service_id, name) VALUES (?, ?, ?)",
        key,
        this.service(splitId(key)[0]),
        nameIn(key),
      ),
    );
  }

  instance(key: string): number {
    return this.#numberFor(this.#instances, "instance_keys", key, () =>
      this.#connection.insert("INSERT INTO instance_keys (key) VALUES (?)", key),
    );
  }

  clear(): void {
    this.#services.clear();
    this.#jobs.clear();
    this.#instances.clear();
  }

  #numberFor(
    cache: BoundedCache<number>,
    table: "services" | "job_keys" | "instance_keys",
    key: string,
    insert: () => number,
  ): number {
    const cached = cache.get(key);
    if (cached !== undefined) return cached;
    const row = this.#connection.get(`SELECT id FROM ${table} WHERE key = ?`, key);
    const id = row === undefined ? insert() : numberOf(row, "id");
    cache.set(key, id);
    return id;
  }
}
