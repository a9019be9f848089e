import type { CheckedKey, CheckedPolicy } from "../model/checked-policy.ts";
import { PolicyError } from "../model/policy-error.ts";
import { kindOfValue, readFields, readList, shown } from "./read-value.ts";

/** As long as what HMAC-SHA-256 gives: a shorter key is easier to guess than the HMAC (RFC 2104, section 3). */
const FEWEST_BYTES = 32;
const FEWEST_DISTINCT = 8;
const MOST_BYTES = 4_096;
const KID = /^[\w-]{1,32}$/u;
const LONGEST_TENANT = 256;
/** Before 1973 in milliseconds, any time until 5138 in seconds. */
const LIKELY_SECONDS = 1e11;
const MAKE_ONE = "Make one with: openssl rand -base64 32";

/** Undefined where nothing was given. @throws {PolicyError} whose message never holds a secret. */
export function parsePseudonyms(given: unknown): CheckedPolicy["pseudonyms"] {
  if (given === undefined) return undefined;
  const fields = readFields("pseudonyms", given, ["tenant", "keys"]);
  const keys = readList("pseudonyms.keys", fields["keys"], readKey);
  if (keys.length === 0) {
    throw new PolicyError(
      "pseudonyms.keys",
      `no key was given; give at least one: { kid: "k1", secret: … }. ${MAKE_ONE}.`,
    );
  }
  for (const [i, { kid }] of keys.entries()) {
    const first = keys.findIndex((key) => key.kid === kid);
    if (first === i) continue;
    const problem = `${shown(kid)} is the name of keys[${String(first)}] as well. Give each key a name of its own, so that a pseudonym says which key made it.`;
    throw new PolicyError(`pseudonyms.keys[${String(i)}].kid`, problem);
  }
  return { tenant: readTenant(fields["tenant"]), keys };
}

function readTenant(tenant: unknown): string {
  if (tenant === undefined) return "";
  if (typeof tenant === "string" && tenant.length <= LONGEST_TENANT && !tenant.includes("\0")) return tenant;
  const what = typeof tenant === "string" ? "a text that is too long or holds U+0000" : kindOfValue(tenant);
  throw new PolicyError(
    "pseudonyms.tenant",
    `${what} was given; give a text of at most ${String(LONGEST_TENANT)} characters without U+0000.`,
  );
}

function readKey(given: unknown, field: string): CheckedKey {
  const { kid, secret, notBefore, notAfter } = readFields(field, given, ["kid", "secret", "notBefore", "notAfter"]);
  if (typeof kid === "number") {
    const problem = `the number ${String(kid)} was given; put it in quotes, so that it is a text: kid: "${String(kid)}".`;
    throw new PolicyError(`${field}.kid`, problem);
  }
  if (typeof kid !== "string" || !KID.test(kid)) {
    throw new PolicyError(
      `${field}.kid`,
      `${shown(kid)} was given; give 1 to 32 letters, digits, "_" or "-": it stands in every pseudonym.`,
    );
  }
  const key: CheckedKey = {
    kid,
    secret: readSecret(`${field}.secret`, secret),
    notBefore: readInstant(`${field}.notBefore`, notBefore) ?? Number.NEGATIVE_INFINITY,
    notAfter: readInstant(`${field}.notAfter`, notAfter) ?? Number.POSITIVE_INFINITY,
  };
  if (key.notBefore < key.notAfter) return key;
  const problem = `it does not lie behind notBefore (${shown(notBefore)}), so that the key is never valid. Give a later time.`;
  throw new PolicyError(`${field}.notAfter`, problem);
}

function readSecret(field: string, secret: unknown): Uint8Array {
  if (typeof secret !== "string" && !(secret instanceof Uint8Array)) {
    throw new PolicyError(field, `${kindOfValue(secret)} was given; give a text or bytes. ${MAKE_ONE}.`);
  }
  const bytes = typeof secret === "string" ? new TextEncoder().encode(secret) : Uint8Array.from(secret);
  if (bytes.length < FEWEST_BYTES || bytes.length > MOST_BYTES) {
    const range = `${String(FEWEST_BYTES)} to ${String(MOST_BYTES)}`;
    throw new PolicyError(field, `${String(bytes.length)} bytes were given; give ${range}, at random. ${MAKE_ONE}.`);
  }
  if (new Set(bytes).size < FEWEST_DISTINCT) {
    throw new PolicyError(
      field,
      `a secret of only a few different characters was given, which can be guessed. ${MAKE_ONE}.`,
    );
  }
  return bytes;
}

function readInstant(field: string, instant: unknown): number | undefined {
  if (instant === undefined) return undefined;
  if (typeof instant !== "number" || !Number.isFinite(instant)) {
    throw new PolicyError(
      field,
      `${shown(instant)} was given; give epoch milliseconds, such as ${String(Date.UTC(2027, 0))}, or in a file a date: 2027-01-01 or 2027-01-01T00:00:00Z.`,
    );
  }
  if (instant > 0 && instant < LIKELY_SECONDS) {
    throw new PolicyError(
      field,
      `${shown(instant)} looks like seconds; give epoch milliseconds: ${String(instant * 1_000)}.`,
    );
  }
  return instant;
}
