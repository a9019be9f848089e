import type { Kind } from "../../../model/kind.ts";
import { emailKind } from "../../email/email-kind.ts";
import { ibanKind } from "../../iban/iban-kind.ts";
import { accountKey, connectionKey, nationalIdKey } from "../../key-name/key-kinds.ts";
import { cardKind } from "../../payment-card/payment-card-kind.ts";
import { phoneKind } from "../../phone/phone-kind.ts";

/** Their own detectors find the exact part of the value, the key in front adds nothing. */
export const LEFT_TO_OTHERS: ReadonlySet<Kind> = new Set([emailKind, connectionKey]);

/** In texts these are found by what they are: by checksum, length and country, with the key as a hint at most. */
export const LEFT_TO_OTHERS_IN_TEXTS: ReadonlySet<Kind> = new Set([
  ...LEFT_TO_OTHERS,
  cardKind,
  ibanKind,
  phoneKind,
  accountKey,
  nationalIdKey,
]);
