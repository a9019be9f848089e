import { randomBytes } from "node:crypto";

import type { KeyKind, StoredKey } from "@jobscope/store";

import { hashApiKey } from "../auth/api-key.ts";

/** Tell keys apart in logs and secret scanners. */
const KIND_PREFIXES: Readonly<Record<KeyKind, string>> = { api: "jsk", ingest: "jsi" };
/** Without letters that look like others; 32 of them, so that every one is as likely. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const ID_LENGTH = 8;
const SECRET_BYTES = 32;

/** `jsk_<8 characters of its id>_<secret>` */
const KEY = /^(?<prefix>js[ki]_[\da-z]{8})_[\w-]{43}$/;

export type KeyWish = Omit<StoredKey, "id" | "prefix" | "hash" | "revokedMs" | "lastUsedMs" | "replacedBy">;

export interface MintedKey {
  /** To be shown once: it is stored nowhere. */
  readonly key: string;
  readonly stored: StoredKey;
}

/** Makes a key of 256 random bits and what is to be stored of it. Its prefix opens nothing and may be shown. */
export function mintKey(wish: KeyWish): MintedKey {
  const id = Array.from(randomBytes(ID_LENGTH), (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join("");
  const prefix = `${KIND_PREFIXES[wish.kind]}_${id}`;
  const key = `${prefix}_${randomBytes(SECRET_BYTES).toString("base64url")}`;
  return { key, stored: { ...wish, id, prefix, hash: hashApiKey(key) } };
}

/** What a key is found by; undefined for what is no key made here. */
export function keyPrefix(key: string): string | undefined {
  return KEY.exec(key)?.groups?.["prefix"];
}
