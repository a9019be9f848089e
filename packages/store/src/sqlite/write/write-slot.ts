import type { Slot } from "@jobscope/tracker";

import { numberOf, optionalNumberOf, type Row, textOf } from "../database/row.ts";
import { parseAggregate } from "../rows/aggregate-json.ts";
import type { SlotCount } from "../rows/calendar-counts.ts";
import { slotJson, slotRowKey } from "../rows/slot-rows.ts";
import { codeOf, SLOT_STATES } from "../rows/states.ts";
import type { ChangeTarget } from "./write-run.ts";

const FIND = `SELECT id, service_id, job_id, state, instant_ms, decided_ms, weight, data FROM slots WHERE key = ?`;
const INSERT = `INSERT INTO slots (service_id, job_id, state, provisional, instant_ms, decided_ms, weight, sequence, data, key)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const UPDATE = `UPDATE slots SET service_id = ?, job_id = ?, state = ?, provisional = ?, instant_ms = ?, decided_ms = ?,
  weight = ?, sequence = ?, data = ? WHERE id = ?`;

function countOf(row: Row): Omit<SlotCount, "sign"> {
  const { untilMs, late } = parseAggregate<Slot>(textOf(row, "data"));
  return {
    serviceId: numberOf(row, "service_id"),
    jobId: numberOf(row, "job_id"),
    state: numberOf(row, "state"),
    instantMs: numberOf(row, "instant_ms"),
    untilMs,
    decidedMs: optionalNumberOf(row, "decided_ms"),
    weight: numberOf(row, "weight"),
    late,
  };
}

export function writeSlot({ connection, keys, counters }: ChangeTarget, slot: Slot): void {
  const key = slotRowKey(slot.key);
  const data = slotJson(slot);
  const before = connection.get(FIND, key);
  if (before?.["data"] === data) return;
  const state = codeOf(SLOT_STATES, slot.state);
  const weight = slot.count ?? 1;
  const serviceId = keys.service(slot.serviceId);
  const jobId = keys.job(slot.jobId);
  const columns = [
    serviceId,
    jobId,
    state,
    Number(slot.provisional),
    slot.instantMs,
    slot.decidedMs ?? null,
    weight,
    counters.nextSequence(),
    data,
  ];
  if (before === undefined) {
    connection.run(INSERT, ...columns, key);
    counters.addRows("slots", 1);
  } else {
    connection.run(UPDATE, ...columns, numberOf(before, "id"));
    counters.addSlot({ sign: -1, ...countOf(before) });
  }
  const { instantMs, untilMs, decidedMs, late } = slot;
  counters.addSlot({ sign: 1, serviceId, jobId, state, instantMs, untilMs, decidedMs, weight, late });
}

/** Deletes a slot that is no longer expected; one that is not there changes nothing. */
export function withdrawSlot({ connection, counters }: ChangeTarget, slotKey: string): void {
  const before = connection.get(FIND, slotRowKey(slotKey));
  if (before === undefined) return;
  connection.run("DELETE FROM slots WHERE id = ?", numberOf(before, "id"));
  counters.nextSequence();
  counters.addRows("slots", -1);
  counters.addSlot({ sign: -1, ...countOf(before) });
}
