import { randomBytes } from "node:crypto";

import { KIND_PREFIXES } from "../../model/key-form.ts";
import type { KeyWish, MintedKey } from "../../model/new-key.ts";
import { hashApiKey } from "../auth/api-key.ts";

/** Without letters that look like others; 32 of them, so that every one is as likely. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const ID_LENGTH = 8;
const SECRET_BYTES = 32;

/** Makes a key of 256 random bits and what is to be stored of it. Its prefix opens nothing and may be shown. */
export function mintKey(wish: KeyWish): MintedKey {
  const id = Array.from(randomBytes(ID_LENGTH), (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join("");
  const prefix = `${KIND_PREFIXES[wish.kind]}_${id}`;
  const key = `${prefix}_${randomBytes(SECRET_BYTES).toString("base64url")}`;
  return { key, stored: { ...wish, id, prefix, hash: hashApiKey(key) } };
}
