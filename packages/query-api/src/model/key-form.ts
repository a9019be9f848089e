import type { KeyKind } from "@jobscope/store";

/** Tell keys apart in logs and secret scanners. */
export const KIND_PREFIXES: Readonly<Record<KeyKind, string>> = { api: "jsk", ingest: "jsi" };

const ANY_KIND = `(?:${Object.values(KIND_PREFIXES).join("|")})_`;

/** `jsk_<8 characters of its id>_<secret>` */
const KEY = new RegExp(String.raw`^(?<prefix>${ANY_KIND}[\da-z]{8})_[\w-]{43}$`);
/** A key of ours, also half of one, as it may be pasted where it does not belong. */
const LIKE_KEY = new RegExp(ANY_KIND, "i");
const LIKE_KEYS = new RegExp(String.raw`${ANY_KIND}[\w%.~-]*`, "gi");

/** What a key is found by; undefined for what is no key made here. */
export function keyPrefix(key: string): string | undefined {
  return KEY.exec(key)?.groups?.["prefix"];
}

/** Whether a key of ours, or its beginning, stands anywhere in a text. */
export function looksLikeKey(text: string): boolean {
  return LIKE_KEY.test(text);
}

/** A text with three stars for each key, or beginning of a key, in it. */
export function withoutKeys(text: string): string {
  return text.replace(LIKE_KEYS, "***");
}
