import type { StoredSpan, Trace } from "@jobscope/store";

import type { TraceResource, TraceSpanResource } from "../model/trace-resource.ts";
import { cutText, isoTimeOrNull, seconds } from "./scalars.ts";
import { shapeSpan } from "./shape-records.ts";
import { shapeRun } from "./shape-run.ts";
import { type PlacedSpan, placeSpans } from "./span-tree.ts";
import { attributesWithin } from "./within-bytes.ts";

const MAX_TEXT = 300;
/** Five thousand spans stay below eight megabytes. */
const ATTRIBUTE_BYTES = 1_000;

export function shapeTrace(id: string, { spans, truncated, runs }: Trace): TraceResource {
  const startMs =
    spans.length === 0 ? undefined : spans.reduce((least, span) => Math.min(least, span.startMs), Infinity);
  const endMs = spans.length === 0 ? undefined : spans.reduce((most, span) => Math.max(most, span.endMs), -Infinity);
  return {
    id,
    start_time: isoTimeOrNull(startMs),
    end_time: isoTimeOrNull(endMs),
    duration_seconds: startMs === undefined || endMs === undefined ? null : seconds(Math.max(0, endMs - startMs)),
    spans: placeSpans(spans).map((placed) => shapePlaced(placed, startMs ?? 0)),
    spans_truncated: truncated,
    runs: runs.map((run) => shapeRun(run)),
  };
}

function shapePlaced({ span, depth, children }: PlacedSpan, traceStartMs: number): TraceSpanResource {
  // Its attributes are bounded here, not there.
  const bare: StoredSpan = { ...span, attributes: {} };
  const shaped = shapeSpan(bare);
  return {
    ...shaped,
    name: cutText(span.name.toWellFormed(), MAX_TEXT),
    status_message: shaped.status_message === null ? null : cutText(shaped.status_message.toWellFormed(), MAX_TEXT),
    attributes: attributesWithin(span.attributes, ATTRIBUTE_BYTES).attributes,
    depth,
    offset_seconds: seconds(span.startMs - traceStartMs),
    children,
  };
}
