import { newBag } from "../model/bag.ts";
import type { Mutable } from "../model/mutable.ts";
import type { Origin } from "../model/origin.ts";
import type { LogRecord } from "../model/records.ts";
import { readAnyValue, readAttribute } from "./any-value.ts";
import type { ProtoReader } from "./proto-reader.ts";

export function readLogRecord(reader: ProtoReader, origin: Origin): LogRecord {
  const attributes = newBag();
  let seen = 0;
  const record = emptyRecord(origin, attributes);
  const outer = reader.enter();
  while (reader.more()) {
    const tag = reader.tag();
    switch (tag) {
      case 9:
        record.timeMs = reader.timeMs();
        break;
      case 16:
        record.severityNumber = reader.int32();
        break;
      case 26:
        record.severityText = reader.text();
        break;
      case 42:
        record.body = readAnyValue(reader);
        break;
      case 50:
        readAttribute(reader, attributes, seen++);
        break;
      case 89:
        record.observedMs = reader.timeMs();
        break;
      case 98:
        record.eventName = reader.text();
        break;
      default:
        readLogDetail(reader, record, tag);
    }
  }
  reader.leave(outer);
  return record;
}

function emptyRecord({ resource, scope }: Origin, attributes: LogRecord["attributes"]): Mutable<LogRecord> {
  return {
    resource,
    scope,
    timeMs: 0,
    observedMs: 0,
    severityNumber: 0,
    severityText: "",
    eventName: "",
    body: undefined,
    attributes,
    droppedAttributesCount: 0,
    traceId: "",
    spanId: "",
    flags: 0,
  };
}

function readLogDetail(reader: ProtoReader, record: Mutable<LogRecord>, tag: number): void {
  switch (tag) {
    case 56:
      record.droppedAttributesCount = reader.uint32();
      return;
    case 69:
      record.flags = reader.fixed32();
      return;
    case 74:
      record.traceId = reader.id(16);
      return;
    case 82:
      record.spanId = reader.id(8);
      return;
    default:
      reader.skip(tag);
  }
}
