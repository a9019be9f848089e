import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from "node:sqlite";

import { numberOf, type Row } from "./row.ts";

/** One open database with its prepared statements; belongs to one thread. */
export class Connection {
  readonly path: string;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(path: string, database: DatabaseSync) {
    this.path = path;
    this.#database = database;
  }

  get isOpen(): boolean {
    return this.#database.isOpen;
  }

  get isTransaction(): boolean {
    return this.#database.isTransaction;
  }

  /** Prepared once; every `sql` is a constant of this package, so the cache is bounded. */
  statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  get(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.statement(sql).get(...values);
  }

  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.statement(sql).all(...values);
  }

  /** Rows changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.statement(sql).run(...values).changes);
  }

  /** Row id of the row that `sql` inserted. */
  insert(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.statement(sql).run(...values).lastInsertRowid);
  }

  /** Makes a function of its arguments alone known to this connection's SQL. */
  define(name: string, work: (...values: SQLOutputValue[]) => SQLInputValue): void {
    this.#database.function(name, { deterministic: true, varargs: true }, work);
  }

  exec(sql: string): void {
    this.#database.exec(sql);
  }

  /** The number that the pragma `name` reads. */
  pragma(name: "auto_vacuum" | "page_count" | "page_size" | "freelist_count" | "application_id"): number {
    const row = this.get(`PRAGMA ${name}`);
    return row === undefined ? 0 : numberOf(row, name);
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }
}
