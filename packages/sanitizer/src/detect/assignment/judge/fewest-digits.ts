import type { Kind } from "../../../model/kind.ts";
import { ibanKind } from "../../iban/iban-kind.ts";
import {
  accountKey,
  birthDateKey,
  cvvKey,
  documentKey,
  nationalIdKey,
  otpKey,
  pinKey,
} from "../../key-name/key-kinds.ts";
import { cardKind } from "../../payment-card/payment-card-kind.ts";
import { phoneKind } from "../../phone/phone-kind.ts";

/** Fewest digits that make a value of one of these kinds. */
export const FEWEST_DIGITS: ReadonlyMap<Kind, number> = new Map([
  [cvvKey, 3],
  [pinKey, 4],
  [otpKey, 3],
  [birthDateKey, 4],
  [nationalIdKey, 4],
  [documentKey, 5],
  [accountKey, 5],
  [ibanKind, 5],
  [phoneKind, 6],
  [cardKind, 8],
]);
