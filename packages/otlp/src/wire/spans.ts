import { newBag } from "../model/bag.ts";
import type { Mutable } from "../model/mutable.ts";
import type { Origin } from "../model/origin.ts";
import type { SpanEvent, SpanLink, SpanRecord } from "../model/records.ts";
import { readAttribute } from "./any-value.ts";
import type { ProtoReader } from "./proto-reader.ts";
import { readSpanEvent, readSpanLink } from "./span-parts.ts";

interface SpanDraft extends Mutable<Omit<SpanRecord, "events" | "links">> {
  readonly events: SpanEvent[];
  readonly links: SpanLink[];
}

export function readSpan(reader: ProtoReader, origin: Origin): SpanRecord {
  const attributes = newBag();
  let seen = 0;
  const span = emptySpan(origin, attributes);
  const outer = reader.enter();
  while (reader.more()) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        span.traceId = reader.id(16);
        break;
      case 18:
        span.spanId = reader.id(8);
        break;
      case 34:
        span.parentSpanId = reader.id(8);
        break;
      case 42:
        span.name = reader.text();
        break;
      case 57:
        span.startMs = reader.timeMs();
        break;
      case 65:
        span.endMs = reader.timeMs();
        break;
      case 74:
        readAttribute(reader, attributes, seen++);
        break;
      default:
        readSpanDetail(reader, span, tag);
    }
  }
  reader.leave(outer);
  return span;
}

function emptySpan({ resource, scope }: Origin, attributes: SpanRecord["attributes"]): SpanDraft {
  return {
    resource,
    scope,
    traceId: "",
    spanId: "",
    parentSpanId: "",
    traceState: "",
    name: "",
    kind: 0,
    startMs: 0,
    endMs: 0,
    attributes,
    events: [],
    links: [],
    statusCode: 0,
    statusMessage: "",
    flags: 0,
  };
}

function readSpanDetail(reader: ProtoReader, span: SpanDraft, tag: number): void {
  switch (tag) {
    case 26:
      span.traceState = reader.text();
      return;
    case 48:
      span.kind = reader.int32();
      return;
    case 90:
      readSpanEvent(reader, span.events);
      return;
    case 106:
      readSpanLink(reader, span.links);
      return;
    case 122:
      readStatus(reader, span);
      return;
    case 133:
      span.flags = reader.fixed32();
      return;
    default:
      reader.skip(tag);
  }
}

function readStatus(reader: ProtoReader, span: SpanDraft): void {
  const outer = reader.enter();
  while (reader.more()) {
    const tag = reader.tag();
    if (tag === 18) span.statusMessage = reader.text();
    else if (tag === 24) span.statusCode = reader.int32();
    else reader.skip(tag);
  }
  reader.leave(outer);
}
