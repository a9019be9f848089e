import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

import type { Authenticate } from "../deps.ts";
import { bearerOf } from "./bearer.ts";
import { asOwn } from "./own-principals.ts";

const SCHEME = "sha256";

/**
 * The form in which a key is stored: `sha256$<salt>$<digest>`.
 *
 * A plain digest, not scrypt: keys are 256 random bits (or at least as long as the configuration demands), which no
 * search through a leaked digest finds, while a slow hash on every request would let anybody with wrong keys keep the
 * processor busy. The salt keeps equal keys of two monitors from looking equal.
 */
export function hashApiKey(key: string, salt: string = randomBytes(16).toString("base64url")): string {
  const digest = createHash("sha256").update(`${salt}.${key}`).digest("base64url");
  return [SCHEME, salt, digest].join("$");
}

/** Whether `stored` is the hash of `key`, in a time that does not tell how much of it was right. */
export function matchesApiKey(key: string, stored: string): boolean {
  const [scheme, salt] = stored.split("$");
  if (scheme !== SCHEME || salt === undefined) return false;
  const given = Buffer.from(hashApiKey(key, salt));
  const wanted = Buffer.from(stored);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** `Bearer <key>` against the stored hash of the one admin key; `storedHash` is asked each time, so a change counts at once. */
export function adminKeyAuthenticator(storedHash: () => string | undefined): Authenticate {
  return (request) => {
    const key = bearerOf(request.headers.authorization);
    const stored = storedHash();
    if (key === undefined || stored === undefined || !matchesApiKey(key, stored)) return undefined;
    return asOwn({ id: "admin-key", role: "admin" });
  };
}
