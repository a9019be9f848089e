/**
 * What one request may make the monitor hold. Two kinds of bound:
 * - `maxInflatedBytes` and `maxValues` guard memory: a request beyond them is refused whole (`too_large`, 413);
 * - the others are per item: what exceeds them is left out or cut and reported to the sender as partial success.
 */
export interface DecodeLimits {
  /** Bytes of the body once inflated. Default 64 MiB, as the OTLP specification recommends. */
  readonly maxInflatedBytes: number;
  /** Attributes, array elements, events, links, quantiles and exponential buckets of one request together. Default 2,000,000. */
  readonly maxValues: number;
  /** Spans, log records or data points of one request; further ones are rejected. Default 100,000. */
  readonly maxItems: number;
  /** Levels of one attribute value or body, itself being the first; arrays and maps on the last level become `null`. Default 32. */
  readonly maxDepth: number;
  /** Attributes of one resource, scope, record, event, link or map; further ones are left out. Default 256. */
  readonly maxAttributes: number;
  /** Elements of one array value; further ones are left out. Default 1,024. */
  readonly maxArrayLength: number;
  /** UTF-16 units of one string, bytes of one bytes value; longer ones are cut between characters and end in `…`. Default 65,536. */
  readonly maxStringLength: number;
  /** What becomes of a text that is too long before it is cut: a secret that is cut in two is none any more. Default: nothing. */
  readonly beforeCut: (text: string) => string;
  /** Events of one span; further ones are left out. Default 256. */
  readonly maxEvents: number;
  /** Links of one span; further ones are left out. Default 256. */
  readonly maxLinks: number;
  /** Buckets, bounds or quantiles of one data point; a point with more is rejected, for a cut histogram would be a false one. Default 4,096. */
  readonly maxBuckets: number;
}

export const defaultDecodeLimits: DecodeLimits = Object.freeze({
  maxInflatedBytes: 64 * 1024 * 1024,
  maxValues: 2_000_000,
  maxItems: 100_000,
  maxDepth: 32,
  maxAttributes: 256,
  maxArrayLength: 1024,
  maxStringLength: 65_536,
  beforeCut: (text: string) => text,
  maxEvents: 256,
  maxLinks: 256,
  maxBuckets: 4096,
});
