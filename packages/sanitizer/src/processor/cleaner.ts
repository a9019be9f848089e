import { ATTR_EXCEPTION_STACKTRACE, ATTR_SANITIZER_POLICY, EXEMPT_ATTRIBUTES } from "@jobscope/semconv";
import type { Attributes, SpanContext, TraceState } from "@opentelemetry/api";
import type { InstrumentationScope } from "@opentelemetry/core";
import type { Resource } from "@opentelemetry/resources";

import type { Location } from "../model/location.ts";
import type { Sanitizer } from "../model/sanitizer.ts";
import { CleanResource } from "./clean-resource.ts";
import { cutAttributes } from "./cut-text.ts";
import { ownFrames } from "./own-frames.ts";

/** What sanitizes telemetry, and what is done to it behind that. */
export interface TelemetrySanitizing {
  readonly sanitizer: Sanitizer;
  /**
   * Longest text of an attribute, in UTF-16 units. Set it here and leave it out of the provider's limits: those cut
   * before any processor runs, and half a secret is found by nobody. Default: no limit.
   */
  readonly attributeValueLengthLimit?: number;
  /** `reduced`: stack traces keep the frames of the application alone. Default `full`. */
  readonly errorDetail?: "full" | "reduced";
}

export type Scope = InstrumentationScope & { attributes?: Attributes };

export interface CleanAttributes {
  readonly attributes: Attributes;
  /** A rule asks that the whole record is dropped. */
  readonly dropped: boolean;
}

/** Sanitizes the parts that the signals share. Resources and scopes are cleaned once each, and keep being one object. */
export class Cleaner {
  readonly #sanitizer: Sanitizer;
  readonly #limit: number;
  readonly #reduced: boolean;
  readonly #scopes = new WeakMap<object, Scope>();
  readonly #resources = new WeakMap<Resource, Resource>();

  constructor({ sanitizer, attributeValueLengthLimit, errorDetail }: TelemetrySanitizing) {
    this.#sanitizer = sanitizer;
    this.#limit = attributeValueLengthLimit ?? Number.POSITIVE_INFINITY;
    this.#reduced = errorDetail === "reduced";
  }

  get sanitizer(): Sanitizer {
    return this.#sanitizer;
  }

  text(value: string, location: Location): string {
    return this.#sanitizer.text(value, location).text;
  }

  attributes(given: Attributes, location: Location): CleanAttributes {
    const { attributes, dropped } = this.#sanitizer.attributes(given, { exempt: EXEMPT_ATTRIBUTES, location });
    // A copy of what OpenTelemetry carries is something that it carries.
    const clean = attributes as Attributes;
    const stack = this.#reduced ? clean[ATTR_EXCEPTION_STACKTRACE] : undefined;
    if (typeof stack === "string") clean[ATTR_EXCEPTION_STACKTRACE] = ownFrames(stack);
    if (this.#limit !== Number.POSITIVE_INFINITY) cutAttributes(clean, this.#limit);
    return { attributes: clean, dropped };
  }

  /** The scope, with the name of the policy on it: by that a receiver knows what was done. */
  scope(given: Scope): Scope {
    const present = this.#scopes.get(given);
    if (present !== undefined) return present;
    const made: Scope = {
      ...given,
      name: this.text(given.name, "scope"),
      ...(given.version !== undefined && { version: this.text(given.version, "scope") }),
      ...(given.schemaUrl !== undefined && { schemaUrl: this.text(given.schemaUrl, "scope") }),
      attributes: {
        ...(given.attributes && this.attributes(given.attributes, "scope").attributes),
        [ATTR_SANITIZER_POLICY]: this.#sanitizer.policyName,
      },
    };
    this.#scopes.set(given, made);
    // Cleaned again, by an exporter behind a processor, it stays the same object.
    this.#scopes.set(made, made);
    return made;
  }

  resource(given: Resource): Resource {
    const present = this.#resources.get(given);
    if (present !== undefined) return present;
    const made = new CleanResource(given, {
      attributes: (attributes) => this.attributes(attributes, "resource").attributes,
      text: (value) => this.text(value, "resource"),
    });
    this.#resources.set(given, made);
    this.#resources.set(made, made);
    return made;
  }

  /** The trace state travels with requests and is exported with spans; a member that holds a secret is left out. */
  spanContext(given: SpanContext): SpanContext {
    const { traceState } = given;
    if (traceState === undefined) return given;
    const clean = this.#traceState(traceState);
    return clean === traceState ? given : { ...given, traceState: clean };
  }

  #traceState(given: TraceState): TraceState {
    let clean = given;
    for (const member of given.serialize().split(",")) {
      const at = member.indexOf("=");
      if (at < 1) continue;
      const key = member.slice(0, at).trim();
      if (this.#sanitizer.attribute(key, member.slice(at + 1), "link").findings.length > 0) clean = clean.unset(key);
    }
    return clean;
  }
}
