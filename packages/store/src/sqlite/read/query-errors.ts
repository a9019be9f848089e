import type { ErrorDetail, ErrorGroup, ErrorQuery } from "../../port/errors.ts";
import type { Page } from "../../port/page.ts";
import type { Connection } from "../database/connection.ts";
import type { Cursors } from "./cursor.ts";

export function queryErrors(
  _connection: Connection,
  _cursors: Cursors,
  _asked: { readonly query: ErrorQuery; readonly nowMs: number },
): Page<ErrorGroup> {
  throw new Error("not there yet");
}

export function queryError(_connection: Connection, _id: string, _nowMs: number): ErrorDetail | undefined {
  throw new Error("not there yet");
}
