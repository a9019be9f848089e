import type { Stream } from "../../model/series.ts";

/** What a measure found in the streams of one label set. */
export interface Reading {
  readonly value: number;
  /** Counted events behind the value; of what is not counted, the number of streams. */
  readonly samples: number;
}

/** The streams of one label set: two lists for a ratio. */
export interface StreamLists {
  readonly streams: readonly Stream[];
  readonly denominators: readonly Stream[];
}

/** Undefined: there is nothing to read, which is not the same as nought. */
export type Reader =
  /** Stream by stream; the rule's aggregate makes one value of them. */
  | { readonly kind: "each"; readonly read: (stream: Stream, atMs: number) => Reading | undefined }
  /** All streams of the label set together. */
  | { readonly kind: "whole"; readonly read: (lists: StreamLists, atMs: number) => Reading | undefined };
