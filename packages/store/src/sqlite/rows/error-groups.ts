import { hash } from "node:crypto";

import { type ErrorFacts, fingerprint, type Fingerprint, fingerprintText } from "../../rollup/fingerprint.ts";
import type { Connection } from "../database/connection.ts";
import { numberOf } from "../database/row.ts";
import { BoundedCache } from "./bounded-cache.ts";

/** The numbers are part of the file format. */
export const SOURCE_RUN = 0;
export const SOURCE_LOG = 1;

const CACHED_GROUPS = 5_000;
const FINGERPRINT_BYTES = 12;
/**
 * Groups of one service. What would be more is gathered in one group: a service whose messages have no two alike
 * fills neither the disk nor the list.
 */
export const MAX_GROUPS_PER_SERVICE = 2_000;
const OTHERS: Fingerprint = {
  errorType: "_OTHER",
  pattern: `errors of other kinds: the service has ${MAX_GROUPS_PER_SERVICE} groups already`,
  culprit: "",
};

export interface GroupedError {
  /** Key of the service, and its number. */
  readonly serviceId: string;
  readonly serviceNumber: number;
  readonly source: typeof SOURCE_RUN | typeof SOURCE_LOG;
  readonly facts: ErrorFacts;
}

const FIND = "SELECT id FROM error_groups WHERE fingerprint = ?";
const COUNT = "SELECT count(*) AS n FROM error_groups WHERE service_id = ?";
const INSERT = `INSERT INTO error_groups (fingerprint, service_id, source, error_type, pattern, culprit, message, message_length,
  stack_length, first_ms, last_ms, count) VALUES (?, ?, ?, ?, ?, ?, '', 0, 0, ?, ?, 0)`;

/** Which group an error belongs to: the row is made as it is met. Must be cleared when rows went or never came to be. */
export class ErrorGroupKeys {
  readonly #connection: Connection;
  readonly #known = new BoundedCache<number>(CACHED_GROUPS);

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  numberFor(error: GroupedError): number {
    const print = fingerprint(error.facts);
    const identity = identityOf(error, print);
    const known = this.#known.get(identity) ?? this.#find(identity) ?? this.#make(error, print, identity);
    this.#known.set(identity, known);
    return known;
  }

  clear(): void {
    this.#known.clear();
  }

  #find(identity: string): number | undefined {
    const row = this.#connection.get(FIND, digestOf(identity));
    return row && numberOf(row, "id");
  }

  #make(error: GroupedError, print: Fingerprint, identity: string): number {
    const row = this.#connection.get(COUNT, error.serviceNumber);
    if (row === undefined || numberOf(row, "n") < MAX_GROUPS_PER_SERVICE) return this.#insert(error, print, identity);
    const others = identityOf(error, OTHERS);
    return this.#find(others) ?? this.#insert(error, OTHERS, others);
  }

  /** Its counts and texts follow before the transaction commits. */
  #insert({ serviceNumber, source }: GroupedError, print: Fingerprint, identity: string): number {
    const { errorType, pattern, culprit } = print;
    const named = [serviceNumber, source, errorType, pattern, culprit];
    return this.#connection.insert(INSERT, digestOf(identity), ...named, Infinity, -Infinity);
  }
}

function identityOf({ serviceId, source }: GroupedError, print: Fingerprint): string {
  return `${source} ${serviceId} ${fingerprintText(print)}`;
}

function digestOf(identity: string): Uint8Array {
  return hash("sha256", identity, "buffer").subarray(0, FINGERPRINT_BYTES);
}
