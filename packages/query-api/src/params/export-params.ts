import { JOB_RUN_RESULTS } from "@jobscope/semconv";
import { z } from "zod";

import { ALERT_STATES, RUN_STATES, SLOT_STATES } from "../model/states.ts";
import { alertsParams } from "./alerts-params.ts";
import { auditParams } from "./audit-params.ts";
import { errorsParams } from "./errors-params.ts";
import type { ParsedParams, QuerySchema } from "./parse-params.ts";
import { parseParams } from "./parse-params.ts";
import { runsParams } from "./runs-params.ts";
import { oneOf, someOf } from "./scalars.ts";
import type { ParamsSchema } from "./schema.ts";
import { slotsParams } from "./slots-params.ts";

export const EXPORT_TYPES = ["runs", "slots", "alerts", "errors", "audit"] as const;
export type ExportType = (typeof EXPORT_TYPES)[number];

export const EXPORT_FORMATS = ["json", "ndjson", "csv"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What is exported, and how it is written; what else there is are the filters of the list of that type. */
export interface ExportHead {
  readonly type: ExportType;
  readonly format: ExportFormat;
}

const headFields = {
  type: oneOf(EXPORT_TYPES).describe("Which list."),
  format: oneOf(EXPORT_FORMATS).default("json").describe("How it is written."),
};

const headSchema: ParamsSchema<ExportHead> = z.object(headFields);

/** Type and format alone. */
export function parseExportHead(query: URLSearchParams): ParsedParams<ExportHead> {
  const head = new URLSearchParams([...query].filter(([key]) => Object.hasOwn(headFields, key)));
  if (head.has("type")) return parseParams(headSchema, head);
  const fix = `Send type=${EXPORT_TYPES.join(", type=")}.`;
  return { kind: "invalid", faults: [{ parameter: "type", detail: "It is missing.", fix }] };
}

/** The filters of a list, without its paging: an export is all of it. */
export function exportFilters<T>(list: ParamsSchema<T>): QuerySchema<T> {
  const { limit: _limit, cursor: _cursor, ...filters } = list.shape;
  return { shape: { ...headFields, ...filters }, safeParse: (given) => list.safeParse(given) };
}

const shapes = [runsParams, slotsParams, alertsParams, errorsParams, auditParams].map(({ shape }) => shape);
const { limit: _limit, cursor: _cursor, ...anyFilters } = Object.assign({}, ...shapes) as Record<string, z.ZodType>;
const anyState = [...new Set([...RUN_STATES, ...SLOT_STATES, ...ALERT_STATES])];

/** Every filter of every type, for the documentation; which of them a type takes is checked by {@link exportFilters}. */
export const exportParams: ParamsSchema<ExportHead> = z.object({
  ...anyFilters,
  state: someOf(anyState).optional().describe("Of runs, slots and alerts: states of the list of that type."),
  result: someOf(JOB_RUN_RESULTS).optional().describe("Of runs: results of those that ended."),
  ...headFields,
});
