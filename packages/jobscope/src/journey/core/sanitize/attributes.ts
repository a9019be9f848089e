import type { Attributes } from "@jobscope/otlp";
import type { Location } from "@jobscope/sanitizer";

import { hasContractForm } from "./contract-form.ts";
import type { RequestSanitizerParts } from "./parts.ts";

export interface CleanAttributes {
  readonly attributes: Attributes;
  /** A rule asks that the record is dropped. */
  readonly dropped: boolean;
}

export function cleanAttributes(
  given: Attributes,
  { sanitizer, exempt }: RequestSanitizerParts,
  location: Location = "attribute",
): CleanAttributes {
  const { attributes, dropped } = sanitizer.attributes(given, { exempt, location });
  // A copy of what the wire can hold is something that the wire can hold.
  const clean = attributes as Attributes;
  const isMisused = (key: string): boolean => exempt.has(key) && !hasContractForm(key, given[key]);
  const misused = Object.keys(given).filter(isMisused);
  if (misused.length === 0) return { attributes: clean, dropped };
  const before = Object.fromEntries(misused.map((key) => [key, given[key]]));
  const searched = sanitizer.attributes(before, { location });
  const others = Object.entries(clean).filter(([key]) => !misused.includes(key));
  return {
    attributes: { ...Object.fromEntries(others), ...(searched.attributes as Attributes) },
    dropped: dropped || searched.dropped,
  };
}

interface Apart {
  readonly attributes: Attributes;
  readonly given: Attributes;
  /** Default: every key. */
  readonly keys?: readonly string[];
}

/**
 * Adds a digest to texts that were replaced: jobs, services or series that differ in nothing else stay apart.
 * The digest is keyed, so that nobody without the key can try values against it.
 */
export function keptApart({ attributes, given, keys }: Apart, { digest }: RequestSanitizerParts): Attributes {
  let apart: Record<string, Attributes[string]> | undefined;
  for (const key of keys ?? Object.keys(given)) {
    const [before, after] = [given[key], attributes[key]];
    if (typeof before !== "string" || typeof after !== "string" || before === after) continue;
    apart ??= { ...attributes };
    apart[key] = `${after}#${digest(before)}`;
  }
  return apart ?? attributes;
}
