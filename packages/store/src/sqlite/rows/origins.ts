import type { Resource, Scope } from "@jobscope/otlp";
import { identityOfResource } from "@jobscope/tracker";

import { DAY_MS } from "../../rollup/time-buckets.ts";
import type { Connection } from "../database/connection.ts";
import { numberOf } from "../database/row.ts";
import { encodeAttributes } from "./any-value.ts";
import { BoundedCache } from "./bounded-cache.ts";
import { canonicalAttributes, contentKey } from "./content-key.ts";
import type { KeyTables } from "./key-tables.ts";

/** A resource or scope that has a row. */
export interface Origin {
  readonly id: number;
  /** Equal for equal content: part of the identity of records. */
  readonly key: string;
  readonly serviceNumber: number;
  readonly serviceId: string;
  lastReceivedMs: number;
}

/** Where one record comes from. */
export interface RecordOrigin {
  readonly resource: Origin;
  readonly scope: Origin;
}

/** Records of one request, with the monitor's wall clock when it arrived. */
export interface RecordBatch<T> {
  readonly records: readonly T[];
  readonly receivedMs: number;
}

const CACHED_ORIGINS = 10_000;
/** `last_received_ms` is written at most once a day; retention allows for it. */
export const ORIGIN_TOUCH_MS: number = DAY_MS;

/** Interns where records come from: one row for each distinct resource and scope. Cleared when a transaction rolls back. */
export class Origins {
  readonly #connection: Connection;
  readonly #keys: KeyTables;
  readonly #known = new BoundedCache<Origin>(CACHED_ORIGINS);
  #byObject = new WeakMap<Resource | Scope, Origin>();

  constructor(connection: Connection, keys: KeyTables) {
    this.#connection = connection;
    this.#keys = keys;
  }

  resource(resource: Resource, receivedMs: number): Origin {
    return this.#touch(
      "resources",
      receivedMs,
      this.#byObject.get(resource) ?? this.#findResource(resource, receivedMs),
    );
  }

  scope(scope: Scope, receivedMs: number): Origin {
    return this.#touch("scopes", receivedMs, this.#byObject.get(scope) ?? this.#findScope(scope, receivedMs));
  }

  clear(): void {
    this.#known.clear();
    this.#byObject = new WeakMap();
  }

  #findResource(resource: Resource, receivedMs: number): Origin {
    const key = `r${JSON.stringify(resource.schemaUrl)}${canonicalAttributes(resource.attributes)}`;
    const origin = this.#known.get(key) ?? this.#insertResource(resource, key, receivedMs);
    this.#byObject.set(resource, origin);
    return origin;
  }

  #findScope(scope: Scope, receivedMs: number): Origin {
    const { name, version, schemaUrl, attributes } = scope;
    const key = `s${JSON.stringify([name, version, schemaUrl])}${canonicalAttributes(attributes)}`;
    const origin = this.#known.get(key) ?? this.#insertScope(scope, key, receivedMs);
    this.#byObject.set(scope, origin);
    return origin;
  }

  #insertResource(resource: Resource, key: string, receivedMs: number): Origin {
    const hash = contentKey(0, key);
    const { serviceId } = identityOfResource(resource);
    const serviceNumber = this.#keys.service(serviceId);
    const found = this.#connection.get("SELECT id, last_received_ms FROM resources WHERE key = ?", hash);
    const id = found
      ? numberOf(found, "id")
      : this.#connection.insert(
          "INSERT INTO resources (key, service_id, schema_url, attributes, last_received_ms) VALUES (?, ?, ?, ?, ?)",
          hash,
          serviceNumber,
          resource.schemaUrl,
          encodeAttributes(resource.attributes),
          receivedMs,
        );
    const lastReceivedMs = found ? numberOf(found, "last_received_ms") : receivedMs;
    return this.#remember(key, { id, key: hex(hash), serviceNumber, serviceId, lastReceivedMs });
  }

  #insertScope(scope: Scope, key: string, receivedMs: number): Origin {
    const hash = contentKey(0, key);
    const found = this.#connection.get("SELECT id, last_received_ms FROM scopes WHERE key = ?", hash);
    const id = found
      ? numberOf(found, "id")
      : this.#connection.insert(
          "INSERT INTO scopes (key, name, version, schema_url, attributes, last_received_ms) VALUES (?, ?, ?, ?, ?, ?)",
          hash,
          scope.name,
          scope.version,
          scope.schemaUrl,
          encodeAttributes(scope.attributes),
          receivedMs,
        );
    const lastReceivedMs = found ? numberOf(found, "last_received_ms") : receivedMs;
    return this.#remember(key, { id, key: hex(hash), serviceNumber: 0, serviceId: "", lastReceivedMs });
  }

  #remember(key: string, origin: Origin): Origin {
    this.#known.set(key, origin);
    return origin;
  }

  #touch(table: "resources" | "scopes", receivedMs: number, origin: Origin): Origin {
    if (receivedMs - origin.lastReceivedMs >= ORIGIN_TOUCH_MS) {
      this.#connection.run(`UPDATE ${table} SET last_received_ms = ? WHERE id = ?`, receivedMs, origin.id);
      origin.lastReceivedMs = receivedMs;
    }
    return origin;
  }
}

const hex = (key: Uint8Array): string => Buffer.from(key).toString("base64");
