import type { Slot } from "@jobscope/tracker";

import type { JobScope } from "../../port/scope.ts";
import type { Connection } from "../database/connection.ts";

export function queryUpcoming(
  _connection: Connection,
  _scope: JobScope & { readonly fromMs: number; readonly limit: number },
): readonly Slot[] {
  throw new Error("not there yet");
}
