import type { CheckedPolicy } from "../model/checked-policy.ts";
import type { Detector } from "../model/detector.ts";
import { apiTokenDetector } from "./api-token/api-token.ts";
import { assignmentDetector } from "./assignment/assignment.ts";
import { authHeaderDetector } from "./auth-header/auth-header.ts";
import { connectionStringDetector } from "./connection-string/connection-string.ts";
import { customDetector } from "./custom/custom.ts";
import { emailDetector } from "./email/email.ts";
import { ibanDetector } from "./iban/iban.ts";
import { ipAddressDetector } from "./ip-address/ip-address.ts";
import { jwtDetector } from "./jwt/jwt.ts";
import { maskedDetector } from "./masked/masked.ts";
import { nationalIdDetector } from "./national-id/national-id.ts";
import { paymentCardDetector } from "./payment-card/payment-card.ts";
import { phoneDetector } from "./phone/phone.ts";
import { privateKeyDetector } from "./private-key/private-key.ts";
import { urlDetector } from "./url/url.ts";

/**
 * All detectors that the one pass knows. Of two that want the same literal or the same digits the first is asked first:
 * what is certain stands before what is likely, and what knows more of its surroundings before what knows less.
 */
export function detectorsFor({ keys, literals, patterns }: CheckedPolicy): readonly Detector[] {
  return [
    maskedDetector,
    customDetector(literals, patterns),
    privateKeyDetector,
    // Before the next: some tokens are a prefix and then what could begin one of those.
    apiTokenDetector,
    jwtDetector,
    authHeaderDetector,
    connectionStringDetector,
    urlDetector,
    assignmentDetector(keys),
    emailDetector,
    ipAddressDetector,
    paymentCardDetector,
    ibanDetector,
    nationalIdDetector,
    phoneDetector,
  ];
}
