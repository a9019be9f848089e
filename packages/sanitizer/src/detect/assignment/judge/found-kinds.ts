import type { Kind } from "../../../model/kind.ts";
import { kindOf } from "../../../model/kind.ts";
import { emailKind } from "../../email/email-kind.ts";
import { ibanKind } from "../../iban/iban-kind.ts";
import {
  accountKey,
  authorizationKey,
  birthDateKey,
  connectionKey,
  cookieKey,
  credentialKey,
  cvvKey,
  documentKey,
  keyKey,
  nationalIdKey,
  otpKey,
  passwordKey,
  pinKey,
  recoveryKey,
  secretKey,
  sessionKey,
  tokenKey,
} from "../../key-name/key-kinds.ts";
import { cardKind } from "../../payment-card/payment-card-kind.ts";
import { phoneKind } from "../../phone/phone-kind.ts";

const OF_KEYS: ReadonlyMap<Kind, Kind> = new Map(
  [
    passwordKey,
    pinKey,
    otpKey,
    recoveryKey,
    tokenKey,
    secretKey,
    keyKey,
    credentialKey,
    authorizationKey,
    cookieKey,
    sessionKey,
    birthDateKey,
  ].map((kind) => {
    const name = kind.name.replace("key_name", "assignment");
    return [kind, kindOf("assignment", name, { alwaysMasked: kind.alwaysMasked })];
  }),
);

/** What is reported where a key of this kind stands in a text: kinds of other detectors and of the policy's rules stay. */
export const foundKind = (kind: Kind): Kind => OF_KEYS.get(kind) ?? kind;

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
