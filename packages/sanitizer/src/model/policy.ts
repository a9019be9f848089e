import type { Action } from "./action.ts";
import type { DetectorName } from "./kind.ts";
import type { Limits } from "./limits.ts";

export const PRESETS = ["default", "strict", "gdpr", "pci"] as const;
export type PresetName = (typeof PRESETS)[number];

/** A key by its name: exact, or with `*` for any characters. Compared in any case style: `userName`, `user_name`, `User-Name`. */
export interface KeyRule {
  readonly match: string;
  /** Default `mask`. */
  readonly action?: Action;
}

/**
 * Values that are known to be secret (from a vault, say), of at least 4 characters. Found raw, URL-encoded, JSON-escaped and
 * base64-encoded; those of fewer than 8 only where they stand apart from other letters and digits.
 */
export interface LiteralRule {
  readonly name: string;
  readonly values: readonly string[];
  /** Default: that of the detector `custom`. */
  readonly action?: Action;
}

export interface PatternRule {
  readonly name: string;
  /** 3 to 64 ASCII characters that every match contains, in this case; the pattern is tried only around them. */
  readonly anchor: string;
  /** A JavaScript regular expression without flags, of at most 1,000 characters. Refused if it can take more than linear time. */
  readonly pattern: string;
  /** Longest match, UTF-16 units. Default 256, at most 4,096. */
  readonly maxLength?: number;
  /** Default: that of the detector `custom`. */
  readonly action?: Action;
}

export interface PseudonymKey {
  /** Short public name of the key, part of every pseudonym made with it: 1 to 32 letters, digits, `_` or `-`. */
  readonly kid: string;
  /** 32 to 4,096 bytes; of a text its UTF-8. */
  readonly secret: Uint8Array | string;
  /** Epoch milliseconds from which new pseudonyms are made with it. Default: always. */
  readonly notBefore?: number;
  /** Epoch milliseconds from which none are. Default: never. */
  readonly notAfter?: number;
}

export interface Pseudonyms {
  /** Keeps two tenants' pseudonyms of one value apart. Default `""`. */
  readonly tenant?: string;
  readonly keys: readonly PseudonymKey[];
}

/** What is looked for and what becomes of it: data, as TypeScript or YAML. */
export interface Policy {
  /**
   * Named on the wire (`jobscope.sanitizer.policy`), so that a receiver knows what was done. Default: the preset's name where
   * nothing is changed, else `custom`.
   */
  readonly name?: string;
  /** What this policy changes. Default `default`. */
  readonly extends?: PresetName;
  readonly detectors?: Readonly<Partial<Record<DetectorName, Action>>>;
  /** Finer than {@link detectors}, by the name of a kind: `payment_card.cvv`, `national_id.es_nif`. Goes before them. */
  readonly kinds?: Readonly<Record<string, Action>>;
  /** Further keys whose values are sensitive. */
  readonly keys?: readonly KeyRule[];
  /** Keys that are never taken for sensitive by their name; their values are still searched. */
  readonly keepKeys?: readonly string[];
  /**
   * The only keys whose values may pass at all (values are still searched), on every level, in any case style, with `*`
   * for any characters. What stands under another key becomes `[REDACTED:key_name]`. Default: no such list, except in
   * `strict`, to whose list these are added.
   */
  readonly allowKeys?: readonly string[];
  readonly literals?: readonly LiteralRule[];
  readonly patterns?: readonly PatternRule[];
  readonly pseudonyms?: Pseudonyms;
  readonly limits?: Partial<Limits>;
}
