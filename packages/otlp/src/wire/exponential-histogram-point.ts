import { newBag } from "../model/bag.ts";
import type { Mutable } from "../model/mutable.ts";
import type { PointOrigin } from "../model/origin.ts";
import { dropUnrecordedExtremes } from "../model/point-rules.ts";
import type { ExponentialBuckets, ExponentialHistogramPoint } from "../model/records.ts";
import { readAttribute } from "./any-value.ts";
import { readRepeated } from "./packed.ts";
import type { ProtoReader } from "./proto-reader.ts";

type ExponentialDraft = Mutable<ExponentialHistogramPoint>;

export function readExponentialHistogramPoint(reader: ProtoReader, origin: PointOrigin): ExponentialHistogramPoint {
  const attributes = newBag();
  let seen = 0;
  const point = emptyPoint(origin, attributes);
  const outer = reader.enter();
  while (reader.more()) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        readAttribute(reader, attributes, seen++);
        break;
      case 17:
        point.startMs = reader.timeMs();
        break;
      case 25:
        point.timeMs = reader.timeMs();
        break;
      case 66:
        point.positive = readBuckets(reader);
        break;
      case 74:
        point.negative = readBuckets(reader);
        break;
      case 80:
        point.flags = reader.uint32();
        break;
      default:
        readExponentialDetail(reader, point, tag);
    }
  }
  reader.leave(outer);
  dropUnrecordedExtremes(point);
  return point;
}

function emptyPoint(
  { resource, scope, metric }: PointOrigin,
  attributes: ExponentialHistogramPoint["attributes"],
): ExponentialDraft {
  return {
    kind: "exponential_histogram",
    resource,
    scope,
    metric,
    attributes,
    startMs: 0,
    timeMs: 0,
    flags: 0,
    count: 0,
    sum: undefined,
    min: undefined,
    max: undefined,
    scale: 0,
    zeroCount: 0,
    zeroThreshold: 0,
    positive: noBuckets,
    negative: noBuckets,
  };
}

const noBuckets: ExponentialBuckets = Object.freeze({ offset: 0, counts: Object.freeze([]) });

function readExponentialDetail(reader: ProtoReader, point: ExponentialDraft, tag: number): void {
  switch (tag) {
    case 33:
      point.count = reader.fixed64();
      return;
    case 41:
      point.sum = reader.double();
      return;
    case 48:
      point.scale = reader.sint32();
      return;
    case 57:
      point.zeroCount = reader.fixed64();
      return;
    case 97:
      point.min = reader.double();
      return;
    case 105:
      point.max = reader.double();
      return;
    case 113:
      point.zeroThreshold = reader.double();
      return;
    default:
      reader.skip(tag);
  }
}

function readBuckets(reader: ProtoReader): ExponentialBuckets {
  const counts: number[] = [];
  let offset = 0;
  const outer = reader.enter();
  while (reader.more()) {
    const tag = reader.tag();
    if (tag === 8) offset = reader.sint32();
    else if (tag === 16 || tag === 18) readRepeated(reader, counts, { tag, scalar: "uint64" });
    else reader.skip(tag);
  }
  reader.leave(outer);
  // One byte on the wire may become eight in memory: only here do numbers cost more than they sent.
  reader.bounds.takeValues(counts.length);
  return { offset, counts };
}
