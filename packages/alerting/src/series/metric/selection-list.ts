import type { Selection, Stream } from "../../model/series.ts";

/** A selector's streams. What was touched is noted only for who asks, once each: it is never more than the streams. */
export class SelectionList implements Selection {
  readonly wants: (lookup: (name: string) => string) => boolean;
  readonly #streams = new Set<Stream>();
  #touched: Set<Stream> | undefined;
  #version = 0;

  constructor(wants: (lookup: (name: string) => string) => boolean) {
    this.wants = wants;
  }

  get streams(): ReadonlySet<Stream> {
    return this.#streams;
  }

  get version(): number {
    return this.#version;
  }

  takeTouched(): ReadonlySet<Stream> {
    const touched = this.#touched ?? new Set();
    if (this.#touched === undefined || touched.size > 0) this.#touched = new Set();
    return touched;
  }

  add(stream: Stream): void {
    this.#streams.add(stream);
    this.#version += 1;
  }

  remove(stream: Stream): void {
    this.#streams.delete(stream);
    this.#touched?.delete(stream);
    this.#version += 1;
  }

  touch(stream: Stream): void {
    this.#touched?.add(stream);
  }
}
