import type { Kind } from "../../model/kind.ts";
import { kindOf } from "../../model/kind.ts";

const EXTENSION = /[\s,;#]*(?:extension|ext|durchwahl|dw|poste|x|#)[\s.:=]*\d{1,6}$/iu;

const digitsOf = (value: string): string => value.replaceAll(/\D/gu, "");

/** E.164 digits where the number says its country; else the digits as they stand. An extension does not count. */
function canonicalPhone(value: string): string {
  const digits = digitsOf(value.replace(EXTENSION, "").replace("(0)", ""));
  return digits.startsWith("00") ? digits.slice(2) : digits;
}

export const phoneKind: Kind = kindOf("phone", "phone", {
  partial: (value) => `********${digitsOf(value).slice(-2)}`,
  canonical: canonicalPhone,
});
