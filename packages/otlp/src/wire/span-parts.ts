import { newBag } from "../model/bag.ts";
import type { SpanEvent, SpanLink } from "../model/records.ts";
import { readAttribute } from "./any-value.ts";
import { type ProtoReader, wireType } from "./proto-reader.ts";

export function readSpanEvent(reader: ProtoReader, events: SpanEvent[]): void {
  const { bounds } = reader;
  if (events.length >= bounds.limits.maxEvents) {
    bounds.shorten("events");
    reader.skip(wireType.bytes);
    return;
  }
  bounds.takeValues(1);
  const event = { timeMs: 0, name: "", attributes: newBag() };
  let seen = 0;
  const outer = reader.enter();
  while (reader.more()) {
    const tag = reader.tag();
    if (tag === 9) event.timeMs = reader.timeMs();
    else if (tag === 18) event.name = reader.text();
    else if (tag === 26) readAttribute(reader, event.attributes, seen++);
    else reader.skip(tag);
  }
  reader.leave(outer);
  events.push(event);
}

export function readSpanLink(reader: ProtoReader, links: SpanLink[]): void {
  const { bounds } = reader;
  if (links.length >= bounds.limits.maxLinks) {
    bounds.shorten("links");
    reader.skip(wireType.bytes);
    return;
  }
  bounds.takeValues(1);
  const link = { traceId: "", spanId: "", traceState: "", attributes: newBag() };
  let seen = 0;
  const outer = reader.enter();
  while (reader.more()) {
    const tag = reader.tag();
    if (tag === 10) link.traceId = reader.id(16);
    else if (tag === 18) link.spanId = reader.id(8);
    else if (tag === 26) link.traceState = reader.text();
    else if (tag === 34) readAttribute(reader, link.attributes, seen++);
    else reader.skip(tag);
  }
  reader.leave(outer);
  links.push(link);
}
