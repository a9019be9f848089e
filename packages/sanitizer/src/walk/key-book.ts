import { keepMatcher, plainKey } from "../detect/key-name/key-rules.ts";
import type { NameParts } from "../detect/key-name/parts-of-names.ts";
import type { KeyClass } from "../model/detector.ts";
import type { Finding } from "../model/finding.ts";
import type { DetectorName } from "../model/kind.ts";
import { kindOf } from "../model/kind.ts";
import type { Decide } from "../replace/decide.ts";

/** What is known of a key, whatever stands under it. */
export interface KeyEntry {
  /** The key as it may pass. */
  readonly name: string;
  /** What was found in the key itself. */
  readonly found: readonly Finding[];
  /** What the key promises of its value; undefined: nothing that the policy acts upon. */
  readonly keyClass: KeyClass | undefined;
  /** Findings of this detector below the key are chance. */
  readonly skip: DetectorName | undefined;
  /** What the key is among its neighbours. */
  readonly role: KeyRole | undefined;
  /** A sensitive name may begin with it and end with a key below, `{ card: { number } }`, or the other way round. */
  readonly mayBeginName: boolean;
  readonly mayEndName: boolean;
  /** None of all this, but for parts of names: the key passes, and its value is searched as if it stood alone. */
  readonly isOrdinary: boolean;
}

/**
 * - `name` and `value`: of `{ name: "password", value: "…" }`, where the value belongs to another key than its own
 * - `key type`: of a JSON Web Key, whose other members have one letter each
 */
export type KeyRole = "name" | "value" | "key type";

const ROLES: ReadonlyMap<string, KeyRole> = new Map<string, KeyRole>([
  ["kty", "key type"],
  ...["name", "key", "k", "header", "field", "parameter", "param", "variable"].map((key) => [key, "name"] as const),
  ...["value", "v", "val"].map((key) => [key, "value"] as const),
]);

export interface KeyBookParts {
  readonly classify: (key: string) => KeyClass | undefined;
  readonly clean: (key: string) => Pick<KeyEntry, "name" | "found">;
  readonly nameParts: NameParts;
  readonly decide: Decide;
  readonly allowKeys: readonly string[] | undefined;
}

const MAX_ENTRIES = 4_096;
/** Longer keys are rare and would make the book large. */
const MAX_KEY_LENGTH = 64;

/** Of whatever stands under a key that is not on the list of those that may pass. */
export const NOT_ALLOWED: KeyClass = Object.freeze({ kind: kindOf("key_name", "key_name.not_allowed"), weak: false });

/** Judges each key once: by its name, by the list of what may pass, and as a text that may hold something itself. */
export class KeyBook {
  readonly #parts: KeyBookParts;
  readonly #isAllowed: (key: string) => boolean;
  readonly #entries = new Map<string, KeyEntry>();

  constructor(parts: KeyBookParts) {
    this.#parts = parts;
    const { allowKeys } = parts;
    const matches = allowKeys && keepMatcher(allowKeys);
    this.#isAllowed = matches === undefined ? () => true : (key) => matches(plainKey(key));
  }

  look(key: string): KeyEntry {
    const known = this.#entries.get(key);
    if (known !== undefined) return known;
    const entry = this.#judge(key);
    if (key.length <= MAX_KEY_LENGTH) {
      // Keys that are made up as they go (ids as keys) would fill it for good: start afresh.
      if (this.#entries.size >= MAX_ENTRIES) this.#entries.clear();
      this.#entries.set(key, entry);
    }
    return entry;
  }

  /** What two keys promise together, the second below the first. */
  below(above: string, key: string): KeyClass | undefined {
    const { keyClass } = this.look(`${above}.${key}`);
    return keyClass === NOT_ALLOWED ? undefined : keyClass;
  }

  #judge(key: string): KeyEntry {
    const { classify, clean, decide, nameParts } = this.#parts;
    const found = this.#isAllowed(key) ? classify(key) : NOT_ALLOWED;
    const keyClass = found !== undefined && decide(found.kind) !== "keep" ? found : undefined;
    const skip = /version$/iu.test(key) ? "ip_address" : undefined;
    const role = ROLES.get(key.toLowerCase());
    const { name, found: inKey } = clean(key);
    const isRare = inKey.length > 0 || keyClass !== undefined || skip !== undefined || role !== undefined;
    const isOrdinary = !isRare && key !== "__proto__" && key !== "toJSON";
    const parts = { mayBeginName: nameParts.mayBegin(key), mayEndName: nameParts.mayEnd(key) };
    return { name, found: inKey, keyClass, skip, role, ...parts, isOrdinary };
  }
}
