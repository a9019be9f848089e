import type { Mutable } from "../model/mutable.ts";
import type { Origin, PointOrigin } from "../model/origin.ts";
import { toTemporality } from "../model/point-rules.ts";
import type { MetricDescriptor, MetricPoint } from "../model/records.ts";
import { readExponentialHistogramPoint } from "./exponential-histogram-point.ts";
import { readHistogramPoint } from "./histogram-point.ts";
import { readNumberPoint } from "./number-point.ts";
import type { ProtoReader } from "./proto-reader.ts";
import { readSummaryPoint } from "./summary-point.ts";

type ReadPoint = (reader: ProtoReader, origin: PointOrigin) => MetricPoint;

const readPointByKind: Readonly<Record<MetricPoint["kind"], ReadPoint>> = {
  gauge: readNumberPoint,
  sum: readNumberPoint,
  histogram: readHistogramPoint,
  exponential_histogram: readExponentialHistogramPoint,
  summary: readSummaryPoint,
};

const kindByTag: ReadonlyMap<number, MetricPoint["kind"]> = new Map([
  [42, "gauge"],
  [58, "sum"],
  [74, "histogram"],
  [82, "exponential_histogram"],
  [90, "summary"],
]);

/**
 * Reads a metric twice for the same reason as {@link readEnvelope}: name, unit and temporality may follow the points. Of several
 * kinds of data in one metric the last one counts (it is a oneof); data of one kind in several parts is one whole.
 */
export function readMetric(reader: ProtoReader, origin: Origin, points: MetricPoint[]): void {
  const outer = reader.enter();
  const start = reader.pos;
  const { metric, dataTag } = readDescriptor(reader);
  if (dataTag !== 0) {
    reader.pos = start;
    readData(reader, { tag: dataTag, origin: { ...origin, metric } }, points);
  }
  reader.leave(outer);
}

function readDescriptor(reader: ProtoReader): { readonly metric: MetricDescriptor; readonly dataTag: number } {
  const metric = emptyDescriptor();
  let dataTag = 0;
  while (reader.more()) {
    const tag = reader.tag();
    if (tag === 10) metric.name = reader.text();
    else if (tag === 18) metric.description = reader.text();
    else if (tag === 26) metric.unit = reader.text();
    else if (kindByTag.has(tag)) {
      dataTag = tag;
      readAggregation(reader, metric, tag);
    } else reader.skip(tag);
  }
  return { metric, dataTag };
}

function emptyDescriptor(): Mutable<MetricDescriptor> {
  return { name: "", description: "", unit: "", kind: "gauge", temporality: 0, isMonotonic: false };
}

/** What a data message says beside its points. */
function readAggregation(reader: ProtoReader, metric: Mutable<MetricDescriptor>, dataTag: number): void {
  const kind = kindByTag.get(dataTag) ?? metric.kind;
  if (kind !== metric.kind) {
    metric.kind = kind;
    metric.temporality = 0;
    metric.isMonotonic = false;
  }
  const hasTemporality = kind !== "gauge" && kind !== "summary";
  const outer = reader.enter();
  while (reader.more()) {
    const tag = reader.tag();
    if (tag === 16 && hasTemporality) metric.temporality = toTemporality(reader.int32());
    else if (tag === 24 && kind === "sum") metric.isMonotonic = reader.bool();
    else reader.skip(tag);
  }
  reader.leave(outer);
}

function readData(
  reader: ProtoReader,
  data: { readonly tag: number; readonly origin: PointOrigin },
  points: MetricPoint[],
): void {
  while (reader.more()) {
    const tag = reader.tag();
    if (tag === data.tag) readPoints(reader, data.origin, points);
    else reader.skip(tag);
  }
}

function readPoints(reader: ProtoReader, origin: PointOrigin, points: MetricPoint[]): void {
  const readPoint = readPointByKind[origin.metric.kind];
  const outer = reader.enter();
  while (reader.more()) {
    const tag = reader.tag();
    if (tag !== 10 || !reader.bounds.takeItem()) {
      reader.skip(tag);
      continue;
    }
    const point = readPoint(reader, origin);
    if (reader.bounds.keepItem()) points.push(point);
  }
  reader.leave(outer);
}
