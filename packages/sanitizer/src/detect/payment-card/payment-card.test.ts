import { describe, expect, it } from "vitest";

import { finder } from "../../../test/find.ts";
import { cardKind, trackKind } from "./payment-card-kind.ts";
import { paymentCardDetector } from "./payment-card.ts";

const find = finder([paymentCardDetector]);
/** What is marked with `⟦…⟧` must be found, exactly and alone. */
function expectFound(marked: string): void {
  const expected = [...marked.matchAll(/⟦([^⟧]*)⟧/gu)].map(([, found]) => `payment_card=${found}`);
  expect(find(marked.replaceAll(/[⟦⟧]/gu, ""))).toEqual(expected);
}

describe("card numbers that are found", () => {
  it.each([
    "card ⟦4111111111111111⟧ declined",
    "card ⟦4111 1111 1111 1111⟧ declined",
    "card ⟦4111-1111-1111-1111⟧.",
    "card ⟦4111.1111.1111.1111⟧.",
    "card ⟦4111\u00A01111\u00A01111\u00A01111⟧ with no-break spaces",
    "card ⟦4111\u20131111\u20131111\u20131111⟧ with dashes",
    "card ⟦4111  1111  1111  1111⟧ with two spaces",
    "card ⟦4111 - 1111 - 1111 - 1111⟧ with dashes between spaces",
    "card ⟦4111_1111_1111_1111⟧",
    "card ⟦4111\t1111\t1111\t1111⟧",
    "number=⟦4111+1111+1111+1111⟧&amount=12",
    "Amex ⟦3782 822463 10005⟧, ⟦371449635398431⟧ and ⟦3782-822463-10005⟧",
    "Diners ⟦3056 930902 5904⟧ ⟦38520000023237⟧ ⟦3056 9309 0259 04⟧",
    "⟦5555555555554444⟧ ⟦5105 1051 0510 5100⟧ ⟦2223003122003222⟧",
    "⟦6011111111111117⟧,⟦3530111333300000⟧;⟦6200000000000005⟧",
    "Maestro ⟦6759649826438453⟧, Mir ⟦2200000000000053⟧, ⟦6304000000000000⟧",
    "UnionPay of 19: ⟦6205500000000000004⟧, ⟦6205 5000 0000 0000 004⟧",
    "Visa of 13: ⟦4222222222222⟧",
    "order ⟦4111111111111111⟧, id=⟦4111111111111111⟧",
    "qty 3 ⟦4111 1111 1111 1111⟧ 5 pieces",
    "AB ⟦4111 1111 1111 1111⟧ 5",
    "⟦4111 1111 1111 1111⟧ ⟦5555 5555 5555 4444⟧",
    "1.5 ⟦4111111111111111⟧",
    "3 ⟦4111-1111-1111-1111⟧ 5",
    "⟦4111111111111111⟧ 12/27 123",
    "⟦4111 1111 1111 1111⟧ 12/27",
    "⟦4111111111111111⟧/12/27/123",
    "at 2026-11-25 10:00:00 ⟦4111 1111 1111 1111⟧",
    '{"pan":"⟦4111111111111111⟧"}',
    "card_⟦4111111111111111⟧",
    "card-⟦4111111111111111⟧",
    "pan=⟦4111111111111111⟧&cvv=[REDACTED]",
    "(⟦4111111111111111⟧)",
    "a,1,⟦4111111111111111⟧,50",
    "⟦4111111111111111⟧: declined",
  ])("%s", expectFound);
});

describe("track data", () => {
  it.each([
    ["%B4111111111111111^DOE/JANE^25121010000012345678?", "%B4111111111111111^DOE/JANE^25121010000012345678?"],
    ["read %B3782 822463 10005^DOE/JANE MS^2512101? ok", "%B3782 822463 10005^DOE/JANE MS^2512101?"],
    ["B4111111111111111^DOE^2512101", "B4111111111111111^DOE^2512101"],
    ["x ;4111111111111111=25121010000012345678? y", ";4111111111111111=25121010000012345678?"],
    ["57 4111111111111111D25121010000012345678", "4111111111111111D25121010000012345678"],
  ])("%s", (text, track) => {
    expect(find(text)).toEqual([`payment_card.track=${track}`]);
  });

  it("is left where the form is another", () => {
    expect(find("B4111111111111111^DOE")).toEqual([]);
    expect(find("B411111111111111111111^DOE^25121010000")).toEqual([]);
    expect(find("B4111111111111111^DOE^251210")).toEqual([]);
    expect(find("C4111111111111111^DOE^25121010000")).toEqual([]);
    expect(find(`B4111111111111111^${"X".repeat(27)}^25121010000`)).toEqual([]);
    expect(find("4111111111111111=251")).toEqual(["payment_card=4111111111111111"]);
  });
});

describe("what is no card number", () => {
  it.each([
    "DE12 4111 1111 1111 1111 01",
    "LC12-0001-4111-1111-1111-1111-0012",
    "order 4111111111111112",
    "order 9999999999999995",
    "order 1234567812345670",
    "4444444444444444 0000000000000000",
    "0.4111111111111111 and .4111111111111111",
    "4111111111111111.25",
    "44111111111111111111 and 411111111111111111111111",
    "a4111111111111111 4111111111111111f",
    "-4111111111111111 is negative",
    "value=-4111111111111111",
    "12-4111-1111-1111-1111",
    "4111-1111-1111-1111-1111",
    "4.4111.1111.1111.1111",
    "411 1111 1111 1111 11",
    "4111/1111/1111/1111",
    "4111.1111-1111.1111",
    "1795508130123456 1795508130123456789 1795508130123",
    "550e8400-e29b-41d4-a716-446655440000",
    "abcdefab-abcd-abcd-abcd-676770000005",
    "41111111-1111-4111-8111-111111111111",
    "411111******1111",
    "20261125100000123",
    "ean 4222222222222, ean-13: 4222222222222, order 4222222222222",
    "blk_6205500000000000004 snowflake id 6205500000000000004",
    "(30324470-8703-2594-05cc-e74fdadbd261)",
    "memory 4096 4096 4096 4096",
  ])("%s", (text) => {
    expect(find(text)).toEqual([]);
  });
});

it("keeps the first six and the last four at most, in a form that is not found again", () => {
  const { partial, canonical } = cardKind;
  expect(partial?.("4111 1111 1111 1111")).toBe("411111******1111");
  expect(partial?.("4222222222222")).toBe("*********2222");
  expect(find("411111******1111 *********2222")).toEqual([]);
  expect(canonical("4111-1111 1111 1111")).toBe("4111111111111111");
  expect(cardKind.alwaysMasked).toBe(false);
  expect(trackKind.alwaysMasked).toBe(true);
});
