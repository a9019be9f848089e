import type { KeyClass } from "../../model/detector.ts";
import type { KeyRule } from "../../model/policy.ts";
import { asLatin, isForeign, withoutDisguise } from "./fold-key.ts";
import { judgeWords } from "./judge-words.ts";
import { keepMatcher, plainKey, ruleMatcher } from "./key-rules.ts";
import { splitWords } from "./split-words.ts";

export interface KeyClassifierRules {
  readonly keys?: readonly KeyRule[];
  readonly keepKeys?: readonly string[];
}

export type KeyClassifier = (key: string) => KeyClass | undefined;

/** A longer key is judged by its end: that is where its meaning stands, and nobody can make it cost more. */
const JUDGED_LENGTH = 256;
const MAX_CACHED = 4_096;
const HARMLESS = 0;
/** Longer keys are rare and would make the cache large. */
const MAX_CACHED_LENGTH = 64;

/**
 * Says what the policy holds of a key, in any case style. First the policy's own rules (what is kept, then what is
 * sensitive), then the names that are sensitive everywhere, by the key's last words: `userPassword` is, `passwordLength` is not.
 */
export function createKeyClassifier(rules: KeyClassifierRules = {}): KeyClassifier {
  const { keys = [], keepKeys = [] } = rules;
  const kept = keepMatcher(keepKeys);
  const ruled = ruleMatcher(keys);
  const hasRules = keys.length + keepKeys.length > 0;
  return (whole) => {
    const key = whole.length > JUDGED_LENGTH ? whole.slice(-JUDGED_LENGTH) : whole;
    if (hasRules) {
      const plain = plainKey(key);
      if (kept(plain)) return undefined;
      const found = ruled(plain);
      if (found !== undefined) return found;
    }
    return isForeign(key) ? judgeForeign(key) : judgeWords(splitWords(key));
  };
}

/** The same with a memory of at most 4,096 keys of at most 64 characters. */
export function createCachedKeyClassifier(rules: KeyClassifierRules = {}): KeyClassifier {
  const classify = createKeyClassifier(rules);
  const cache = new Map<string, KeyClass | typeof HARMLESS>();
  return (key) => {
    const known = cache.get(key);
    if (known !== undefined) return known === HARMLESS ? undefined : known;
    const found = classify(key);
    if (key.length <= MAX_CACHED_LENGTH) {
      // Keys that are made up as they go (ids as keys) would fill it for good: start afresh.
      if (cache.size >= MAX_CACHED) cache.clear();
      cache.set(detached(key), found ?? HARMLESS);
    }
    return found;
  };
}

/** A copy: a slice would keep the whole text alive that it was cut from, for as long as it is in the cache. */
const detached = (key: string): string => ` ${key}`.slice(1);

function judgeForeign(key: string): KeyClass | undefined {
  return (
    judgeWords(splitWords(key)) ??
    judgeWords(splitWords(withoutDisguise(key))) ??
    judgeWords(splitWords(asLatin(withoutDisguise(key))))
  );
}
