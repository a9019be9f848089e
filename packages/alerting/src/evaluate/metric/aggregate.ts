import type { Aggregate } from "../../model/rule.ts";
import type { Stream } from "../../model/series.ts";
import type { Reading } from "./reading.ts";

/** Values of several streams as one; streams without a value do not count. */
export function aggregated(
  streams: readonly Stream[],
  aggregate: Aggregate,
  read: (stream: Stream) => Reading | undefined,
): Reading | undefined {
  let value = 0;
  let samples = 0;
  let found = 0;
  for (const stream of streams) {
    const reading = read(stream);
    if (reading === undefined) continue;
    value = found === 0 ? reading.value : step(aggregate, value, reading.value);
    samples += reading.samples;
    found += 1;
  }
  if (found === 0) return undefined;
  return { value: aggregate === "avg" ? value / found : value, samples };
}

function step(aggregate: Aggregate, value: number, next: number): number {
  switch (aggregate) {
    case "sum":
    case "avg":
      return value + next;
    case "min":
      return next < value || Number.isNaN(value) ? next : value;
    case "max":
      return next > value || Number.isNaN(value) ? next : value;
  }
}
