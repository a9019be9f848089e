import type { SlotQuery } from "@jobscope/store";

import type { SlotsParams } from "../params/slots-params.ts";
import { defined } from "./defined.ts";

/**
 * Instants to come are kept for weeks ahead, and the list is newest first: who names neither state nor range wants to know
 * what became of those that have come.
 */
export function planSlots(params: SlotsParams, nowMs: number): SlotQuery {
  const { limit, job_id: jobId, from, to, state, ...scope } = params;
  const isPlain = state === undefined && from === undefined && to === undefined;
  const startBeforeMs = isPlain ? nowMs : undefined;
  return { limit, ...defined({ ...scope, jobId, states: state, fromMs: from, toMs: to, startBeforeMs }) };
}
