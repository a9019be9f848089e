import type { Link, Span, SpanOptions } from "@opentelemetry/api";
import { ROOT_CONTEXT } from "@opentelemetry/api";

import { recordConfig } from "../record/config.ts";
import type { JobRecord } from "../record/job-record.ts";
import { hrTime } from "../record/real-clock.ts";
import type { Telemetry } from "../record/telemetry.ts";

interface Starting {
  readonly record: JobRecord;
  readonly telemetry: Telemetry;
  readonly link: Link | undefined;
}

/** Given at the start: only what a sampler decides by. The rest is set at the end, at half the cost. */
export function startRunSpan({ record, telemetry, link }: Starting, startMs: number): Span | undefined {
  const options: SpanOptions = {
    kind: recordConfig.spanKind,
    root: true,
    startTime: hrTime(startMs),
    attributes: record.samplerAttributes,
  };
  const { processLink } = recordConfig;
  if (link !== undefined) options.links = processLink === undefined ? [link] : [link, processLink];
  else if (processLink !== undefined) options.links = [processLink];
  return telemetry.tracer?.startSpan(record.spanName, options, ROOT_CONTEXT);
}
