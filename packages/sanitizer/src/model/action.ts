/**
 * What becomes of a finding.
 * - `mask`: `[REDACTED:<detector>]`, in URLs `REDACTED` as the semantic conventions say
 * - `partial`: most of it masked; only where the detector knows a safe form (cards: first 6 and last 4), else `mask`
 * - `remove`: taken out; a whole attribute, or the characters of a text
 * - `pseudonymise`: `hmac:<kid>:<22 characters>`, keyed; needs the policy's `pseudonyms`
 * - `anonymise`: less exact but of the same kind (IP addresses: /24 and /48), else `mask`
 * - `drop`: the whole record
 * - `keep`: left as it is
 */
export const ACTIONS = ["mask", "partial", "remove", "pseudonymise", "anonymise", "drop", "keep"] as const;
export type Action = (typeof ACTIONS)[number];
