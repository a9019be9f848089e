import { apiTokenCases } from "./api-token.ts";
import { assignmentCases } from "./assignment.ts";
import { authHeaderCases } from "./auth-header.ts";
import { base64Cases } from "./base64.ts";
import type { Case } from "./case.ts";
import { connectionStringCases } from "./connection-string.ts";
import { emailCases } from "./email.ts";
import { ibanCases } from "./iban.ts";
import { ipAddressCases } from "./ip-address.ts";
import { jwtCases } from "./jwt.ts";
import { keyNameCases } from "./key-name.ts";
import { nationalIdCases } from "./national-id.ts";
import { paymentCardCases } from "./payment-card.ts";
import { phoneCases } from "./phone.ts";
import { privateKeyCases } from "./private-key.ts";
import { structureCases } from "./structure.ts";
import { urlCases } from "./url.ts";

/** Every case, group by group. All values are invented. */
export const CASES: readonly Case[] = [
  ...emailCases,
  ...phoneCases,
  ...paymentCardCases,
  ...ibanCases,
  ...jwtCases,
  ...apiTokenCases,
  ...privateKeyCases,
  ...connectionStringCases,
  ...urlCases,
  ...ipAddressCases,
  ...nationalIdCases,
  ...authHeaderCases,
  ...assignmentCases,
  ...base64Cases,
  ...keyNameCases,
  ...structureCases,
];
