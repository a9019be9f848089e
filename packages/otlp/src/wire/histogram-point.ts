import { newBag } from "../model/bag.ts";
import type { Mutable } from "../model/mutable.ts";
import type { PointOrigin } from "../model/origin.ts";
import { dropUnrecordedExtremes } from "../model/point-rules.ts";
import type { HistogramPoint } from "../model/records.ts";
import { readAttribute } from "./any-value.ts";
import { readRepeated } from "./packed.ts";
import type { ProtoReader } from "./proto-reader.ts";

interface HistogramDraft extends Mutable<Omit<HistogramPoint, "bucketCounts" | "bounds">> {
  readonly bucketCounts: number[];
  readonly bounds: number[];
}

export function readHistogramPoint(reader: ProtoReader, origin: PointOrigin): HistogramPoint {
  const attributes = newBag();
  let seen = 0;
  const point = emptyPoint(origin, attributes);
  const outer = reader.enter();
  while (reader.more()) {
    const tag = reader.tag();
    switch (tag) {
      case 17:
        point.startMs = reader.timeMs();
        break;
      case 25:
        point.timeMs = reader.timeMs();
        break;
      case 49:
      case 50:
        readRepeated(reader, point.bucketCounts, { tag, scalar: "fixed64" });
        break;
      case 57:
      case 58:
        readRepeated(reader, point.bounds, { tag, scalar: "double" });
        break;
      case 74:
        readAttribute(reader, attributes, seen++);
        break;
      default:
        readHistogramDetail(reader, point, tag);
    }
  }
  reader.leave(outer);
  dropUnrecordedExtremes(point);
  return point;
}

function emptyPoint(
  { resource, scope, metric }: PointOrigin,
  attributes: HistogramPoint["attributes"],
): HistogramDraft {
  return {
    kind: "histogram",
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
    bucketCounts: [],
    bounds: [],
  };
}

function readHistogramDetail(reader: ProtoReader, point: HistogramDraft, tag: number): void {
  switch (tag) {
    case 33:
      point.count = reader.fixed64();
      return;
    case 41:
      point.sum = reader.double();
      return;
    case 80:
      point.flags = reader.uint32();
      return;
    case 89:
      point.min = reader.double();
      return;
    case 97:
      point.max = reader.double();
      return;
    default:
      reader.skip(tag);
  }
}
