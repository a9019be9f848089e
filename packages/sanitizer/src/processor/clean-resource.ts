import type { Attributes } from "@opentelemetry/api";
import type { Resource } from "@opentelemetry/resources";

type RawAttributes = ReturnType<Resource["getRawAttributes"]>;

interface Clean {
  attributes(given: Attributes): Attributes;
  text(given: string): string;
}

/** A resource as it may leave the process. Attributes that a detector still looks for are cleaned when they are there. */
export class CleanResource implements Resource {
  declare readonly schemaUrl?: string;
  readonly #source: Resource;
  readonly #clean: Clean;
  #settled: Attributes | undefined;

  constructor(source: Resource, clean: Clean) {
    this.#source = source;
    this.#clean = clean;
    if (source.schemaUrl !== undefined) this.schemaUrl = clean.text(source.schemaUrl);
  }

  get asyncAttributesPending(): boolean {
    return this.#source.asyncAttributesPending ?? false;
  }

  get attributes(): Attributes {
    if (this.#settled !== undefined) return this.#settled;
    const clean = this.#clean.attributes(this.#source.attributes);
    if (!this.asyncAttributesPending) this.#settled = clean;
    return clean;
  }

  async waitForAsyncAttributes(): Promise<void> {
    await this.#source.waitForAsyncAttributes?.();
  }

  merge(other: Resource | null): Resource {
    return new CleanResource(this.#source.merge(other), this.#clean);
  }

  getRawAttributes(): RawAttributes {
    return Object.entries(this.attributes);
  }
}
