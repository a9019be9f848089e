import type { Action } from "./action.ts";

/** The detectors, in the order in which documentation and counters list them. */
export const DETECTORS = [
  "email",
  "phone",
  "payment_card",
  "iban",
  "jwt",
  "api_token",
  "private_key",
  "connection_string",
  "url",
  "ip_address",
  "national_id",
  "auth_header",
  "assignment",
  "base64",
  "key_name",
  "custom",
] as const;

export type DetectorName = (typeof DETECTORS)[number];

/**
 * One kind of finding. A detector has at least one; all that a replacement must know of a kind stands here, so that
 * whoever adds a detector touches its folder only.
 */
export interface Kind {
  readonly detector: DetectorName;
  /** Finer than the detector, for counters and messages: `national_id.es_nif`. Never holds a value. */
  readonly name: string;
  /** What stands in the place of a masked value. Holds nothing that a second pass would find. */
  readonly mask: string;
  /** Never kept in part and never pseudonymised, whatever the policy says: CVV, PIN, track data, passwords. */
  readonly alwaysMasked: boolean;
  /** The value with its identifying part cut off, still of its kind (`203.0.113.0`); its own result for its own result. */
  readonly anonymise: ((value: string) => string) | undefined;
  /** The value with most of it masked (`411111******1111`); its result is found by no detector. */
  readonly partial: ((value: string) => string) | undefined;
  /** Equal for two spellings of one value; goes into the keyed pseudonym. */
  readonly canonical: (value: string) => string;
  /** What one rule of the policy (a key, a literal, a pattern) asks for; goes before what the detector's findings get. */
  readonly action: Action | undefined;
}

/** Every mask but those that the semantic conventions prescribe begins and ends like this. */
export const MASK_START = "[REDACTED";
/** No mask is longer: `[REDACTED:connection_string]`, with room to spare. */
export const LONGEST_MASK = 40;

export const maskOf = (reason: string): string => `${MASK_START}:${reason}]`;

const trimmed = (value: string): string => value.trim();

const known = new Map<string, Kind>();

/** Kinds of all detectors that are loaded, by name; without those of a policy's own rules. */
export const knownKinds: ReadonlyMap<string, Kind> = known;

type KindParts = Partial<Omit<Kind, "detector" | "name">>;

export function kindOf(detector: DetectorName, name: string = detector, parts: KindParts = {}): Kind {
  const kind = Object.freeze({
    detector,
    name,
    mask: parts.mask ?? maskOf(detector),
    alwaysMasked: parts.alwaysMasked ?? false,
    anonymise: parts.anonymise,
    partial: parts.partial,
    canonical: parts.canonical ?? trimmed,
    action: parts.action,
  });
  if (kind.action === undefined) known.set(name, kind);
  return kind;
}
