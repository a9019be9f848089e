import type { LogRecord, MetricDescriptor, MetricPoint, SpanRecord } from "@jobscope/otlp";
import type { Location } from "@jobscope/sanitizer";
import { ATTR_JOB_NAME } from "@jobscope/semconv";

import { cleanAttributes, keptApart } from "./attributes.ts";
import type { CleanAttributes } from "./attributes.ts";
import { once } from "./origins.ts";
import type { Origins } from "./origins.ts";
import type { RequestSanitizerParts } from "./parts.ts";

/** Two jobs whose names are masked alike stay two. */
const JOB_IDENTITY = [ATTR_JOB_NAME] as const;
const BODY = "body";

export interface Cleaning extends RequestSanitizerParts {
  readonly origins: Origins;
  readonly metrics: Map<MetricDescriptor, MetricDescriptor>;
}

/** The log record without what the policy forbids; undefined where a rule drops it. */
export function cleanLog(record: LogRecord, cleaning: Cleaning): LogRecord | undefined {
  const own = ownAttributes(record, cleaning);
  const body = cleanAttributes({ [BODY]: record.body }, cleaning, "body");
  if (own.dropped || body.dropped) return undefined;
  return {
    ...record,
    ...cleaning.origins.of(record),
    attributes: own.attributes,
    body: body.attributes[BODY],
    eventName: textOf(record.eventName, "event", cleaning),
    severityText: textOf(record.severityText, "body", cleaning),
  };
}

/** The span without what the policy forbids; undefined where a rule drops it. */
export function cleanSpan(span: SpanRecord, cleaning: Cleaning): SpanRecord | undefined {
  const own = ownAttributes(span, cleaning);
  const events = span.events.map((event) => ({ event, clean: cleanAttributes(event.attributes, cleaning, "event") }));
  const links = span.links.map((link) => ({ link, clean: cleanAttributes(link.attributes, cleaning, "link") }));
  if (own.dropped || [...events, ...links].some(({ clean }) => clean.dropped)) return undefined;
  return {
    ...span,
    ...cleaning.origins.of(span),
    name: textOf(span.name, "span_name", cleaning),
    traceState: textOf(span.traceState, "link", cleaning),
    statusMessage: textOf(span.statusMessage, "status", cleaning),
    attributes: own.attributes,
    events: events.map(({ event, clean: { attributes } }) => ({
      ...event,
      name: textOf(event.name, "event", cleaning),
      attributes,
    })),
    links: links.map(({ link, clean: { attributes } }) => ({
      ...link,
      traceState: textOf(link.traceState, "link", cleaning),
      attributes,
    })),
  };
}

/** The data point without what the policy forbids; series that would become one stay apart. */
export function cleanPoint(point: MetricPoint, cleaning: Cleaning): MetricPoint | undefined {
  const { attributes, dropped } = cleanAttributes(point.attributes, cleaning, "metric");
  if (dropped) return undefined;
  return {
    ...point,
    ...cleaning.origins.of(point),
    metric: once(cleaning.metrics, point.metric, (metric) => cleanMetric(metric, cleaning)),
    attributes: keptApart({ attributes, given: point.attributes }, cleaning),
  };
}

function ownAttributes(record: LogRecord | SpanRecord, cleaning: Cleaning): CleanAttributes {
  const { attributes, dropped } = cleanAttributes(record.attributes, cleaning);
  const apart = keptApart({ attributes, given: record.attributes, keys: JOB_IDENTITY }, cleaning);
  return { attributes: apart, dropped };
}

function cleanMetric(metric: MetricDescriptor, cleaning: Cleaning): MetricDescriptor {
  return {
    ...metric,
    name: textOf(metric.name, "metric", cleaning),
    description: textOf(metric.description, "metric", cleaning),
    unit: textOf(metric.unit, "metric", cleaning),
  };
}

function textOf(text: string, location: Location, { sanitizer }: Cleaning): string {
  return text === "" ? "" : sanitizer.text(text, location).text;
}
