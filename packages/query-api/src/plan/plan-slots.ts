import type { SlotQuery } from "@jobscope/store";

import type { SlotsParams } from "../params/slots-params.ts";
import { defined } from "./defined.ts";

export function planSlots(params: SlotsParams): SlotQuery {
  const { limit, job_id: jobId, from, to, state, ...scope } = params;
  return { limit, ...defined({ ...scope, jobId, states: state, fromMs: from, toMs: to }) };
}
