import type { Kind } from "../../model/kind.ts";
import { kindOf } from "../../model/kind.ts";

const compact = (value: string): string => value.replaceAll(/[^\p{L}\p{N}]/gu, "").toUpperCase();

/** Of each thing that a key can promise. Passwords and codes are masked whatever the policy says. */
export const passwordKey: Kind = kindOf("key_name", "key_name.password", { alwaysMasked: true });
export const pinKey: Kind = kindOf("key_name", "key_name.pin", { alwaysMasked: true });
export const otpKey: Kind = kindOf("key_name", "key_name.one_time_code", { alwaysMasked: true });
export const recoveryKey: Kind = kindOf("key_name", "key_name.recovery", { alwaysMasked: true });
export const tokenKey: Kind = kindOf("key_name", "key_name.token");
export const secretKey: Kind = kindOf("key_name", "key_name.secret");
export const keyKey: Kind = kindOf("key_name", "key_name.key");
export const credentialKey: Kind = kindOf("key_name", "key_name.credential");
export const connectionKey: Kind = kindOf("key_name", "key_name.connection_string");
export const authorizationKey: Kind = kindOf("key_name", "key_name.authorization");
export const cookieKey: Kind = kindOf("key_name", "key_name.cookie");
export const sessionKey: Kind = kindOf("key_name", "key_name.session");
export const birthDateKey: Kind = kindOf("key_name", "key_name.birth_date");

/** PCI DSS 3.3.1: the verification code is not kept after authorisation, in no form. */
export const cvvKey: Kind = kindOf("payment_card", "payment_card.cvv", { alwaysMasked: true });
export const accountKey: Kind = kindOf("iban", "iban.account_number", { canonical: compact });
export const nationalIdKey: Kind = kindOf("national_id", "national_id.by_key", { canonical: compact });
/** Passports and driving licences: their numbers carry no checksum that would tell them apart. */
export const documentKey: Kind = kindOf("national_id", "national_id.document", { canonical: compact });
