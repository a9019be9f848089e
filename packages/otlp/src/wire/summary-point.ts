import { newBag } from "../model/bag.ts";
import type { Mutable } from "../model/mutable.ts";
import type { PointOrigin } from "../model/origin.ts";
import type { SummaryPoint } from "../model/records.ts";
import { readAttribute } from "./any-value.ts";
import type { ProtoReader } from "./proto-reader.ts";

type Quantile = SummaryPoint["quantiles"][number];

interface SummaryDraft extends Mutable<Omit<SummaryPoint, "quantiles">> {
  readonly quantiles: Quantile[];
}

export function readSummaryPoint(reader: ProtoReader, origin: PointOrigin): SummaryPoint {
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
        point.count = reader.fixed64();
        break;
      case 41:
        point.sum = reader.double();
        break;
      case 50:
        readQuantile(reader, point.quantiles);
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

function emptyPoint({ resource, scope, metric }: PointOrigin, attributes: SummaryPoint["attributes"]): SummaryDraft {
  return {
    kind: "summary",
    resource,
    scope,
    metric,
    attributes,
    startMs: 0,
    timeMs: 0,
    flags: 0,
    count: 0,
    sum: 0,
    quantiles: [],
  };
}

function readQuantile(reader: ProtoReader, quantiles: Quantile[]): void {
  let quantile = 0;
  let value = 0;
  const outer = reader.enter();
  while (reader.more()) {
    const tag = reader.tag();
    if (tag === 9) quantile = reader.double();
    else if (tag === 17) value = reader.double();
    else reader.skip(tag);
  }
  reader.leave(outer);
  if (reader.bounds.fitsBuckets(quantiles.length + 1)) quantiles.push({ quantile, value });
}
