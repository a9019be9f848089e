import type { SQLOutputValue } from "node:sqlite";

import { durationBucket } from "../../rollup/duration-histogram.ts";
import { mergeDurations, packDurations } from "../../rollup/packed-durations.ts";
import { slotQuarters } from "../../rollup/slot-quarters.ts";
import type { Connection } from "./connection.ts";

const bytesOf = (value: SQLOutputValue | undefined): Uint8Array =>
  value instanceof Uint8Array ? value : new Uint8Array();
const numberOr = <T>(value: SQLOutputValue | undefined, other: T): number | T =>
  typeof value === "number" ? value : other;

/** What a connection needs that counts: histograms are merged inside the upsert, without reading the row first. */
export function defineRollupFunctions(connection: Connection): void {
  connection.define("merge_durations", (a, b) => mergeDurations(bytesOf(a), bytesOf(b)));
  connection.define("pack_duration", (durationMs) =>
    packDurations(typeof durationMs === "number" ? [[durationBucket(durationMs), 1]] : []),
  );
  connection.define("slot_quarters", (instantMs, untilMs, weight) =>
    JSON.stringify(
      slotQuarters({
        instantMs: numberOr(instantMs, 0),
        untilMs: numberOr(untilMs, undefined),
        weight: numberOr(weight, 1),
      }),
    ),
  );
}
