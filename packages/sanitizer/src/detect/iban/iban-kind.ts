import type { Kind } from "../../model/kind.ts";
import { kindOf } from "../../model/kind.ts";

const compact = (value: string): string => value.replaceAll(/[^0-9A-Za-z]/gu, "").toUpperCase();

export const ibanKind: Kind = kindOf("iban", "iban", {
  partial: (value) => {
    const iban = compact(value);
    return `${iban.slice(0, 2)}** **** ${iban.slice(-4)}`;
  },
  canonical: compact,
});
