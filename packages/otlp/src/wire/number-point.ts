import { newBag } from "../model/bag.ts";
import type { Mutable } from "../model/mutable.ts";
import type { PointOrigin } from "../model/origin.ts";
import type { NumberPoint } from "../model/records.ts";
import { readAttribute } from "./any-value.ts";
import type { ProtoReader } from "./proto-reader.ts";

export function readNumberPoint(reader: ProtoReader, origin: PointOrigin): NumberPoint {
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
      case 33:
        point.value = reader.double();
        break;
      case 49:
        point.value = reader.sfixed64();
        break;
      case 58:
        readAttribute(reader, attributes, seen++);
        break;
      case 64:
        point.flags = reader.uint32();
        break;
      default:
        reader.skip(tag);
    }
  }
  reader.leave(outer);
  return point;
}

/** A point without a value (as one that says "no recorded value") is `NaN`: 0 would be a measurement. */
function emptyPoint(
  { resource, scope, metric }: PointOrigin,
  attributes: NumberPoint["attributes"],
): Mutable<NumberPoint> {
  return {
    kind: metric.kind === "sum" ? "sum" : "gauge",
    resource,
    scope,
    metric,
    attributes,
    startMs: 0,
    timeMs: 0,
    flags: 0,
    value: Number.NaN,
  };
}
