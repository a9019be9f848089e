import type { Origin } from "../model/origin.ts";
import type { SpanEvent, SpanLink, SpanRecord } from "../model/records.ts";
import type { RequestBounds } from "../model/request-bounds.ts";
import { attributesAt } from "./any-value.ts";
import { enumAt, idAt, textAt, timeAt, uint32At } from "./json-scalars.ts";
import { eachObject, type JsonObject, objectAt, within } from "./json-value.ts";

const noStatus: JsonObject = {};

export function toSpan(span: JsonObject, { resource, scope }: Origin, bounds: RequestBounds): SpanRecord {
  const status = objectAt(span, "status") ?? noStatus;
  return {
    resource,
    scope,
    traceId: idAt(span, "traceId", 32),
    spanId: idAt(span, "spanId", 16),
    parentSpanId: idAt(span, "parentSpanId", 16),
    traceState: textAt(span, "traceState", bounds),
    name: textAt(span, "name", bounds),
    kind: enumAt(span, "kind"),
    startMs: timeAt(span, "startTimeUnixNano"),
    endMs: timeAt(span, "endTimeUnixNano"),
    attributes: attributesAt(span, bounds),
    events: toEvents(span, bounds),
    links: toLinks(span, bounds),
    statusCode: within("status", () => enumAt(status, "code")),
    statusMessage: within("status", () => textAt(status, "message", bounds)),
    flags: uint32At(span, "flags"),
  };
}

function toEvents(span: JsonObject, bounds: RequestBounds): readonly SpanEvent[] {
  const events: SpanEvent[] = [];
  eachObject(span, "events", (event, index) => {
    if (index >= bounds.limits.maxEvents) {
      bounds.shorten("events");
      return;
    }
    bounds.takeValues(1);
    events.push({
      timeMs: timeAt(event, "timeUnixNano"),
      name: textAt(event, "name", bounds),
      attributes: attributesAt(event, bounds),
    });
  });
  return events;
}

function toLinks(span: JsonObject, bounds: RequestBounds): readonly SpanLink[] {
  const links: SpanLink[] = [];
  eachObject(span, "links", (link, index) => {
    if (index >= bounds.limits.maxLinks) {
      bounds.shorten("links");
      return;
    }
    bounds.takeValues(1);
    links.push({
      traceId: idAt(link, "traceId", 32),
      spanId: idAt(link, "spanId", 16),
      traceState: textAt(link, "traceState", bounds),
      attributes: attributesAt(link, bounds),
    });
  });
  return links;
}
