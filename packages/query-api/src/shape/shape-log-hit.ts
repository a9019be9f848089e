import type { LogHit } from "@jobscope/store";

import { isoTime } from "../model/iso-time.ts";
import type { LogHitResource } from "../model/log-resource.ts";
import { shapeService } from "./identity.ts";
import { cutText, textOrNull } from "./scalars.ts";
import { attributesWithin, shapeWithin } from "./within-bytes.ts";

/** A hundred records stay below a megabyte whatever is in them. */
const BODY_BYTES = 4_000;
const ATTRIBUTE_BYTES = 4_000;
const MAX_NAME = 200;

export function shapeLogHit(hit: LogHit): LogHitResource {
  const body = shapeWithin(hit.body, BODY_BYTES);
  const { attributes, truncated } = attributesWithin(hit.attributes, ATTRIBUTE_BYTES);
  const named = (text: string): string | null => textOrNull(cutText(text.toWellFormed(), MAX_NAME));
  return {
    id: String(hit.id),
    time: isoTime(hit.timeMs),
    severity_number: hit.severityNumber,
    severity_text: cutText(hit.severityText.toWellFormed(), MAX_NAME),
    category: hit.category ?? null,
    event_name: named(hit.eventName),
    service: shapeService(hit.service),
    job_name: named(hit.jobName),
    run_id: named(hit.runId),
    body: body.value,
    body_length: body.length,
    body_truncated: body.truncated,
    attributes,
    attributes_truncated: truncated,
    trace_id: textOrNull(hit.traceId),
    span_id: textOrNull(hit.spanId),
  };
}
