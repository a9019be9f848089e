import type { SQLInputValue } from "node:sqlite";

import type { Run } from "@jobscope/tracker";
import { idWithin } from "@jobscope/tracker";

import type { Connection } from "../database/connection.ts";
import { numberOf } from "../database/row.ts";
import { runRefOf, runsByIds, startOf } from "../rows/run-rows.ts";

const MAX_ATTEMPTS = 100;

export const RUN_BY_REF = "SELECT id, run_ref, previous_ref FROM runs WHERE service_id = ? AND run_ref = ?";
export const RUNS_AFTER = "SELECT id, run_ref FROM runs WHERE service_id = ? AND previous_ref = ? LIMIT ?";

/** The other attempts of the work of `run`, first one first: those before it, and all that came after one of them. */
export function attemptsOf(connection: Connection, run: Run): Run[] {
  const service = connection.get("SELECT id FROM services WHERE key = ?", run.serviceId);
  if (service === undefined) return [];
  const chain = new Chain(connection, numberOf(service, "id"));
  const own = runRefOf(run.key)[1];
  chain.add(own);
  if (run.previousRunId !== undefined) chain.back(runRefOf(idWithin(run.serviceId, run.previousRunId))[1]);
  chain.forth();
  const attempts = runsByIds(connection, chain.ids).filter(({ key }) => key !== run.key);
  return attempts.toSorted((a, b) => startOf(a) - startOf(b) || Number(a.attempt) - Number(b.attempt));
}

/** Each run once, however the sender linked them: also in a ring. */
class Chain {
  readonly ids: number[] = [];
  readonly #connection: Connection;
  readonly #service: number;
  readonly #refs = new Map<string, SQLInputValue>();

  constructor(connection: Connection, service: number) {
    this.#connection = connection;
    this.#service = service;
  }

  /** False where it is there already, or there are enough. */
  add(ref: SQLInputValue): boolean {
    const name = nameOf(ref);
    if (this.#refs.has(name) || this.#refs.size > MAX_ATTEMPTS) return false;
    this.#refs.set(name, ref);
    return true;
  }

  back(first: SQLInputValue): void {
    let ref: SQLInputValue | undefined = first;
    while (ref !== undefined && ref !== null && this.add(ref)) {
      const row = this.#connection.get(RUN_BY_REF, this.#service, ref);
      if (row !== undefined) this.ids.push(numberOf(row, "id"));
      ref = row?.["previous_ref"];
    }
  }

  /** Also what came after those that are found on the way: a map shows what is added while it is walked. */
  forth(): void {
    for (const ref of this.#refs.values()) {
      for (const row of this.#connection.all(RUNS_AFTER, this.#service, ref, MAX_ATTEMPTS)) {
        if (this.add(row["run_ref"] ?? null)) this.ids.push(numberOf(row, "id"));
      }
    }
  }
}

const nameOf = (ref: SQLInputValue): string =>
  ref instanceof Uint8Array ? Buffer.from(ref).toString("hex") : `text ${String(ref)}`;
