import type { Aggregate } from "../../model/rule.ts";
import type { Stream } from "../../model/series.ts";
import type { Reading } from "./reading.ts";

/** Values of several streams as one; streams without a value do not count. */
export class Accumulator {
  readonly #aggregate: Aggregate;
  #value = 0;
  #samples = 0;
  #found = 0;

  constructor(aggregate: Aggregate) {
    this.#aggregate = aggregate;
  }

  add(reading: Reading | undefined): void {
    if (reading === undefined) return;
    this.#value = this.#found === 0 ? reading.value : step(this.#aggregate, this.#value, reading.value);
    this.#samples += reading.samples;
    this.#found += 1;
  }

  /** What was added since the last call. */
  take(): Reading | undefined {
    if (this.#found === 0) return undefined;
    const value = this.#aggregate === "avg" ? this.#value / this.#found : this.#value;
    const reading = { value, samples: this.#samples };
    this.#samples = 0;
    this.#found = 0;
    return reading;
  }
}

export function aggregated(
  streams: readonly Stream[],
  aggregate: Aggregate,
  read: (stream: Stream) => Reading | undefined,
): Reading | undefined {
  const accumulator = new Accumulator(aggregate);
  for (const stream of streams) accumulator.add(read(stream));
  return accumulator.take();
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
