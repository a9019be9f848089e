import { OtlpDecodeError } from "./decode-error.ts";
import type { DecodeLimits } from "./decode-limits.ts";
import type { Signal } from "./records.ts";
import { cutText } from "./text.ts";

/** What a per-item bound took away without rejecting the item. */
export type Shortening = "attributes" | "elements" | "strings" | "depth" | "events" | "links";

const explanations: Readonly<Record<Shortening, (limits: DecodeLimits) => string>> = {
  attributes: (limits) => `attributes left out (at most ${limits.maxAttributes} per record)`,
  elements: (limits) => `array elements left out (at most ${limits.maxArrayLength} per array)`,
  strings: (limits) => `values cut (at most ${limits.maxStringLength} characters or bytes)`,
  depth: (limits) => `nested values replaced by null (at most ${limits.maxDepth} levels)`,
  events: (limits) => `span events left out (at most ${limits.maxEvents} per span)`,
  links: (limits) => `span links left out (at most ${limits.maxLinks} per span)`,
};

const itemNames: Readonly<Record<Signal, string>> = { traces: "spans", metrics: "data points", logs: "log records" };

/** Applies the limits to one request and remembers, for the partial-success reply, what they took away. */
export class RequestBounds {
  readonly limits: DecodeLimits;
  readonly #signal: Signal;
  readonly #shortened = new Map<Shortening, number>();
  #values = 0;
  #items = 0;
  #surplusItems = 0;
  #oversizedItems = 0;
  #itemIsOversized = false;
  #strangers = 0;
  #hint = "";

  constructor(signal: Signal, limits: DecodeLimits) {
    this.#signal = signal;
    this.limits = limits;
  }

  /** Whether one more item may be kept; `false` counts it as rejected. */
  takeItem(): boolean {
    if (this.#items >= this.limits.maxItems) {
      this.#surplusItems++;
      return false;
    }
    this.#items++;
    return true;
  }

  /** Accounts for values that will be held. Throws `too_large` beyond {@link DecodeLimits.maxValues}. */
  takeValues(count: number): void {
    this.#values += count;
    if (this.#values > this.limits.maxValues) {
      throw new OtlpDecodeError(
        "too_large",
        `The request holds more than ${this.limits.maxValues} attributes, elements, events and links. Send smaller batches.`,
      );
    }
  }

  shorten(what: Shortening): void {
    this.#shortened.set(what, (this.#shortened.get(what) ?? 0) + 1);
  }

  text(text: string): string {
    if (text.length <= this.limits.maxStringLength) return text;
    this.shorten("strings");
    return cutText(this.limits.beforeCut(text), this.limits.maxStringLength);
  }

  /** Whether `length` buckets may be kept; `false` condemns the item being read (see {@link keepItem}). */
  fitsBuckets(length: number): boolean {
    if (length <= this.limits.maxBuckets) return true;
    this.#itemIsOversized = true;
    return false;
  }

  /** Asked once an item is read whole: `false`, counted as rejected, where a part of it was too large to be kept. */
  keepItem(): boolean {
    if (!this.#itemIsOversized) return true;
    this.#itemIsOversized = false;
    this.#items--;
    this.#oversizedItems++;
    return false;
  }

  /** A field outside the items that we do not know: normal beside known ones, telling where nothing else was there. */
  noteUnknownField(hint = ""): void {
    this.#strangers++;
    if (this.#hint === "") this.#hint = hint;
  }

  /** What the sender is told beside success. Ask once everything is read. */
  report(): { readonly rejected: number; readonly rejectedReason: string } {
    return { rejected: this.#rejected(), rejectedReason: this.#reasons().join("; ") };
  }

  #rejected(): number {
    return this.#surplusItems + this.#oversizedItems;
  }

  #reasons(): string[] {
    const items = itemNames[this.#signal];
    const reasons: string[] = [];
    if (this.#surplusItems > 0) {
      reasons.push(`${this.#surplusItems} ${items} rejected (at most ${this.limits.maxItems} per request)`);
    }
    if (this.#oversizedItems > 0) {
      reasons.push(
        `${this.#oversizedItems} ${items} rejected (at most ${this.limits.maxBuckets} buckets or quantiles)`,
      );
    }
    for (const [what, count] of this.#shortened) reasons.push(`${count} ${explanations[what](this.limits)}`);
    if (this.#items === 0 && this.#rejected() === 0 && this.#strangers > 0) reasons.push(this.#nothingStored(items));
    return reasons;
  }

  #nothingStored(items: string): string {
    const hint = this.#hint === "" ? "" : `; ${this.#hint}`;
    return `nothing was stored: the body holds no ${items} but ${this.#strangers} unknown fields (is this the right signal?)${hint}`;
  }
}
