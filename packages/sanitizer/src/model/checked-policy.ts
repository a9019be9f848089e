import type { Action } from "./action.ts";
import type { DetectorName } from "./kind.ts";
import type { Limits } from "./limits.ts";

export interface CheckedLiteral {
  readonly name: string;
  readonly values: readonly string[];
  readonly action: Action;
}

export interface CheckedPattern {
  readonly name: string;
  readonly anchor: string;
  readonly pattern: string;
  readonly maxLength: number;
  readonly action: Action;
}

export interface CheckedKey {
  readonly kid: string;
  /** At least 32 bytes. */
  readonly secret: Uint8Array;
  readonly notBefore: number;
  readonly notAfter: number;
}

/** A policy that was found in order, with what its preset and the defaults add. Every field is there. */
export interface CheckedPolicy {
  readonly name: string;
  readonly detectors: Readonly<Record<DetectorName, Action>>;
  readonly kinds: Readonly<Record<string, Action>>;
  readonly keys: readonly { readonly match: string; readonly action: Action }[];
  readonly keepKeys: readonly string[];
  /** Undefined: every key may pass. */
  readonly allowKeys: readonly string[] | undefined;
  readonly literals: readonly CheckedLiteral[];
  readonly patterns: readonly CheckedPattern[];
  /** Undefined: no rule asks for pseudonyms. */
  readonly pseudonyms: { readonly tenant: string; readonly keys: readonly CheckedKey[] } | undefined;
  readonly limits: Limits;
}
