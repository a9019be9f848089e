import type { Attributes, HrTime, Link, SpanContext, SpanKind, SpanStatus } from "@opentelemetry/api";
import type { Resource } from "@opentelemetry/resources";
import type { ReadableSpan, Span, TimedEvent } from "@opentelemetry/sdk-trace";

import type { Cleaner, Scope } from "./cleaner.ts";

/** A finished span as it may leave the process: a copy, so that the program's own span stays as it is. */
class CleanSpan implements ReadableSpan {
  readonly name: string;
  readonly kind: SpanKind;
  readonly spanContext: () => SpanContext;
  declare readonly parentSpanContext?: SpanContext;
  readonly startTime: HrTime;
  readonly endTime: HrTime;
  readonly status: SpanStatus;
  readonly attributes: Attributes;
  readonly links: Link[];
  readonly events: TimedEvent[];
  readonly duration: HrTime;
  readonly ended: boolean;
  readonly resource: Resource;
  readonly instrumentationScope: Scope;
  readonly droppedAttributesCount: number;
  readonly droppedEventsCount: number;
  readonly droppedLinksCount: number;

  constructor(cleaner: Cleaner, span: ReadableSpan, parts: SpanParts) {
    const context = cleaner.spanContext(span.spanContext());
    this.name = cleaner.text(span.name, "span_name");
    this.kind = span.kind;
    this.spanContext = () => context;
    if (span.parentSpanContext !== undefined) this.parentSpanContext = cleaner.spanContext(span.parentSpanContext);
    this.startTime = span.startTime;
    this.endTime = span.endTime;
    this.status = cleanStatus(cleaner, span.status);
    this.attributes = parts.attributes;
    this.links = parts.links;
    this.events = parts.events;
    this.duration = span.duration;
    this.ended = span.ended;
    this.resource = cleaner.resource(span.resource);
    this.instrumentationScope = cleaner.scope(span.instrumentationScope);
    this.droppedAttributesCount = span.droppedAttributesCount;
    this.droppedEventsCount = span.droppedEventsCount;
    this.droppedLinksCount = span.droppedLinksCount;
  }
}

interface SpanParts {
  readonly attributes: Attributes;
  readonly events: TimedEvent[];
  readonly links: Link[];
  readonly dropped: boolean;
}

/** The span as it may leave the process; undefined where a rule drops it. */
export function cleanSpan(cleaner: Cleaner, span: ReadableSpan): ReadableSpan | undefined {
  const parts = cleanParts(cleaner, span);
  return parts.dropped ? undefined : new CleanSpan(cleaner, span, parts);
}

/**
 * Cleans a span that is ending where it stands, for the processors behind; what no hook reaches (resource, scope, its own
 * trace state) stays. One that a rule drops is emptied, because a list of processors cannot be stopped.
 */
export function cleanEndingSpan(cleaner: Cleaner, span: Span): void {
  const { attributes, events, links, dropped } = cleanParts(cleaner, span);
  span.updateName(dropped ? "[REDACTED]" : cleaner.text(span.name, "span_name"));
  const status = cleanStatus(cleaner, span.status);
  if (status !== span.status) span.setStatus(dropped ? { code: status.code, message: "" } : status);
  replaceAttributes(span.attributes, dropped ? {} : attributes);
  span.events.splice(0, span.events.length, ...(dropped ? [] : events));
  span.links.splice(0, span.links.length, ...(dropped ? [] : links));
}

/** In place, because the object belongs to the record: keys that are not clean go away. */
export function replaceAttributes(target: Attributes, clean: Attributes): void {
  for (const key of Object.keys(target)) if (!(key in clean)) delete target[key];
  for (const key in clean) {
    const value = clean[key];
    if (target[key] !== value) target[key] = value;
  }
}

function cleanParts(cleaner: Cleaner, span: ReadableSpan): SpanParts {
  const own = cleaner.attributes(span.attributes, "attribute");
  let { dropped } = own;
  const inside = (attributes: Attributes | undefined, location: "event" | "link"): { attributes?: Attributes } => {
    if (attributes === undefined) return {};
    const clean = cleaner.attributes(attributes, location);
    dropped ||= clean.dropped;
    return { attributes: clean.attributes };
  };
  const events = span.events.map((event): TimedEvent => ({
    ...event,
    name: cleaner.text(event.name, "event"),
    ...inside(event.attributes, "event"),
  }));
  const links = span.links.map((link): Link => ({
    ...link,
    context: cleaner.spanContext(link.context),
    ...inside(link.attributes, "link"),
  }));
  return { attributes: own.attributes, events, links, dropped };
}

function cleanStatus(cleaner: Cleaner, status: SpanStatus): SpanStatus {
  if (status.message === undefined) return status;
  const message = cleaner.text(status.message, "status");
  return message === status.message ? status : { code: status.code, message };
}
