import type { Kind } from "../../model/kind.ts";
import { kindOf } from "../../model/kind.ts";

const digitsOf = (value: string): string => value.replaceAll(/\D/gu, "");

/** PCI DSS 3.4.1: at most the first six and the last four; of a short number the last four only. */
function firstSixLastFour(value: string): string {
  const digits = digitsOf(value);
  const first = digits.length < 15 ? "" : digits.slice(0, 6);
  return first.padEnd(digits.length - 4, "*") + digits.slice(-4);
}

export const cardKind: Kind = kindOf("payment_card", "payment_card", {
  partial: firstSixLastFour,
  canonical: digitsOf,
});

/** PCI DSS 3.3.1: what the magnetic stripe holds is not kept after authorisation, in no form. */
export const trackKind: Kind = kindOf("payment_card", "payment_card.track", { alwaysMasked: true });
